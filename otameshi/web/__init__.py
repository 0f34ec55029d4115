"""What every stage's pages share: access, forms, and one transaction per request."""
