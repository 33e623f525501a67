//! What a move would bring: next review, reviews and hours a year, before and after.
