"""予算: what a year may spend, what it promised, fixed, paid and got back."""
