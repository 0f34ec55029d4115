"""What people do with banks, accounts and invoices. No function here knows of pages or commits."""
