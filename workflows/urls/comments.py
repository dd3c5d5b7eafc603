"""Comments on an edition and their settlement."""

from django.urls import URLPattern, path

from workflows.views import comments

EDITION = "plany/<slug:slug>/zneni/<int:pk>/"
COMMENT = f"{EDITION}pripominky/<int:number>/"

plans: list[URLPattern] = [
    path(f"{EDITION}pripominky/", comments.CommentList.as_view(), name="comments"),
    path(f"{EDITION}pripominky/zapsat/", comments.CommentRecord.as_view(), name="comment-record"),
    path(f"{EDITION}pripominky/vyrozumet/", comments.AnswerAuthors.as_view(), name="comments-answer"),
    path(f"{EDITION}pripominky/vyporadani/", comments.SettlementTable.as_view(), name="settlement"),
    path(f"{EDITION}pripominky/vyporadani.xlsx", comments.SettlementSheet.as_view(), name="settlement-xlsx"),
    path(COMMENT, comments.CommentDetail.as_view(), name="comment"),
    path(f"{COMMENT}zverejneni/", comments.CommentModerate.as_view(), name="comment-moderate"),
    path(f"{COMMENT}navrh/", comments.CommentPropose.as_view(), name="comment-propose"),
    path(f"{COMMENT}vyporadat/", comments.CommentSettle.as_view(), name="comment-settle"),
    path(f"{EDITION}plakat/", comments.Poster.as_view(), name="poster"),
    path(f"{EDITION}plakat.svg", comments.PosterCode.as_view(), name="poster-qr"),
    path(f"{EDITION}zpravodaj.txt", comments.Bulletin.as_view(), name="bulletin"),
]
