//! Electronic Product Codes: what an RFID tag says, both ways (GS1 Tag Data Standard 2.3).
