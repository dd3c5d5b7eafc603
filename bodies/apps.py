from importlib import import_module

from django.apps import AppConfig


class BodiesConfig(AppConfig):
    name = "bodies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("bodies.receivers")
        import_module("bodies.journal").register()
        import_module("bodies.holders.files").register()
        import_module("bodies.holders.tasks").register()
