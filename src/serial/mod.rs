//! Serial schemes: what a serial looks like, proved before the first one.
