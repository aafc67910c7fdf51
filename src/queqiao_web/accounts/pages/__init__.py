"""Pages of accounts: the profile, one's own data, and the entrance that allauth keeps."""
