//! Two models side by side, as a person sees and uses it.
