//! A whole screen with a dialog, as short as they are meant to be; not shipped, it proves the parts together.
