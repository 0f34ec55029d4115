"""Who came: bookings of a 募集説明会 by anybody, and the 組 that attended a 交流会."""
