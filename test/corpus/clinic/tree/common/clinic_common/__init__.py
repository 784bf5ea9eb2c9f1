"""Things the services share."""
