//! Files of reviews understood.
