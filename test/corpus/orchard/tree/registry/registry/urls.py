from django.urls import path
from harvest import views

urlpatterns = [
    path("api/harvest/", views.harvest),
    path("api/weights", views.weights),
    path("api/ping", views.ping),
]
