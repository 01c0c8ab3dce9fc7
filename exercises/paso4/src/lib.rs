//! Por escribir.
