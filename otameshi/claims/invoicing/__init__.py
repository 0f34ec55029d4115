"""請求: banks and branches, the account with its passbook, the invoice, and 概算払."""
