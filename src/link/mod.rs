//! GS1 Digital Link URIs, both ways (GS1 Digital Link Standard: URI Syntax 1.7).
