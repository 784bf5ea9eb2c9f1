from flask import Flask

from . import config, views


def create_app() -> Flask:
    app = Flask(__name__)
    app.config.from_object(config.Config)
    app.register_blueprint(views.bp)
    return app
