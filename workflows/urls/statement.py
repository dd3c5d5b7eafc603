"""/vyjadreni/: what municipalities say of services."""

from django.urls import URLPattern, path

from workflows.views import statement

statements: list[URLPattern] = [
    path("vyjadreni/", statement.StatementList.as_view(), name="list"),
    path("vyjadreni/nove/", statement.StatementAdd.as_view(), name="add"),
    path("vyjadreni/vyjadreni.xlsx", statement.StatementSheet.as_view(), name="xlsx"),
    path("vyjadreni/<int:pk>/", statement.StatementDetail.as_view(), name="detail"),
    path("vyjadreni/<int:pk>/nahradit/", statement.StatementSupersede.as_view(), name="supersede"),
    path("vyjadreni/<int:pk>/vzit-zpet/", statement.StatementWithdraw.as_view(), name="withdraw"),
]
