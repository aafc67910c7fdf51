from django.db import models


class Note(models.Model):
    organization = models.ForeignKey("organizations.Organization", on_delete=models.CASCADE)
    text = models.TextField()
    is_checked = models.BooleanField(default=False)

    def __str__(self):
        return self.text
