//! `iso4217`: a currency, three digits (ISO 4217).

use super::{Flaw, Reason, parts};

static CURRENCY: Reason = Reason::new(
    "currency",
    "there is no such currency code",
    "write the three digits of ISO 4217",
);

/// The currencies in force, by number, with their letters.
#[rustfmt::skip]
static CURRENCIES: [(u16, [u8; 3]); 179] = [
    (8, *b"ALL"), (12, *b"DZD"), (32, *b"ARS"), (36, *b"AUD"), (44, *b"BSD"), (48, *b"BHD"), (50, *b"BDT"), (51, *b"AMD"), (52, *b"BBD"),
    (60, *b"BMD"), (64, *b"BTN"), (68, *b"BOB"), (72, *b"BWP"), (84, *b"BZD"), (90, *b"SBD"), (96, *b"BND"), (104, *b"MMK"), (108, *b"BIF"),
    (116, *b"KHR"), (124, *b"CAD"), (132, *b"CVE"), (136, *b"KYD"), (144, *b"LKR"), (152, *b"CLP"), (156, *b"CNY"), (170, *b"COP"), (174, *b"KMF"),
    (188, *b"CRC"), (192, *b"CUP"), (203, *b"CZK"), (208, *b"DKK"), (214, *b"DOP"), (222, *b"SVC"), (230, *b"ETB"), (232, *b"ERN"), (238, *b"FKP"),
    (242, *b"FJD"), (262, *b"DJF"), (270, *b"GMD"), (292, *b"GIP"), (320, *b"GTQ"), (324, *b"GNF"), (328, *b"GYD"), (332, *b"HTG"), (340, *b"HNL"),
    (344, *b"HKD"), (348, *b"HUF"), (352, *b"ISK"), (356, *b"INR"), (360, *b"IDR"), (364, *b"IRR"), (368, *b"IQD"), (376, *b"ILS"), (388, *b"JMD"),
    (392, *b"JPY"), (398, *b"KZT"), (400, *b"JOD"), (404, *b"KES"), (408, *b"KPW"), (410, *b"KRW"), (414, *b"KWD"), (417, *b"KGS"), (418, *b"LAK"),
    (422, *b"LBP"), (426, *b"LSL"), (430, *b"LRD"), (434, *b"LYD"), (446, *b"MOP"), (454, *b"MWK"), (458, *b"MYR"), (462, *b"MVR"), (480, *b"MUR"),
    (484, *b"MXN"), (496, *b"MNT"), (498, *b"MDL"), (504, *b"MAD"), (512, *b"OMR"), (516, *b"NAD"), (524, *b"NPR"), (532, *b"XCG"), (533, *b"AWG"),
    (548, *b"VUV"), (554, *b"NZD"), (558, *b"NIO"), (566, *b"NGN"), (578, *b"NOK"), (586, *b"PKR"), (590, *b"PAB"), (598, *b"PGK"), (600, *b"PYG"),
    (604, *b"PEN"), (608, *b"PHP"), (634, *b"QAR"), (643, *b"RUB"), (646, *b"RWF"), (654, *b"SHP"), (682, *b"SAR"), (690, *b"SCR"), (702, *b"SGD"),
    (704, *b"VND"), (706, *b"SOS"), (710, *b"ZAR"), (728, *b"SSP"), (748, *b"SZL"), (752, *b"SEK"), (756, *b"CHF"), (760, *b"SYP"), (764, *b"THB"),
    (776, *b"TOP"), (780, *b"TTD"), (784, *b"AED"), (788, *b"TND"), (800, *b"UGX"), (807, *b"MKD"), (818, *b"EGP"), (826, *b"GBP"), (834, *b"TZS"),
    (840, *b"USD"), (858, *b"UYU"), (860, *b"UZS"), (882, *b"WST"), (886, *b"YER"), (901, *b"TWD"), (924, *b"ZWG"), (925, *b"SLE"), (926, *b"VED"),
    (927, *b"UYW"), (928, *b"VES"), (929, *b"MRU"), (930, *b"STN"), (932, *b"ZWL"), (933, *b"BYN"), (934, *b"TMT"), (936, *b"GHS"), (938, *b"SDG"),
    (940, *b"UYI"), (941, *b"RSD"), (943, *b"MZN"), (944, *b"AZN"), (946, *b"RON"), (947, *b"CHE"), (948, *b"CHW"), (949, *b"TRY"), (950, *b"XAF"),
    (951, *b"XCD"), (952, *b"XOF"), (953, *b"XPF"), (955, *b"XBA"), (956, *b"XBB"), (957, *b"XBC"), (958, *b"XBD"), (959, *b"XAU"), (960, *b"XDR"),
    (961, *b"XAG"), (962, *b"XPT"), (963, *b"XTS"), (964, *b"XPD"), (965, *b"XUA"), (967, *b"ZMW"), (968, *b"SRD"), (969, *b"MGA"), (970, *b"COU"),
    (971, *b"AFN"), (972, *b"TJS"), (973, *b"AOA"), (975, *b"BGN"), (976, *b"CDF"), (977, *b"BAM"), (978, *b"EUR"), (979, *b"MXV"), (980, *b"UAH"),
    (981, *b"GEL"), (984, *b"BOV"), (985, *b"PLN"), (986, *b"BRL"), (990, *b"CLF"), (994, *b"XSU"), (997, *b"USN"), (999, *b"XXX"),
];

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    if letters(data).is_some() {
        Ok(())
    } else {
        Err(CURRENCY.at(0, data.len()))
    }
}

/// The letters of a currency: `EUR` for `978`.
pub(crate) fn letters(digits: &[u8]) -> Option<&'static str> {
    let number = parts::three_digits(digits)?;
    let place = CURRENCIES
        .binary_search_by_key(&number, |&(number, _)| number)
        .ok()?;
    let (_, letters) = CURRENCIES.get(place)?;
    core::str::from_utf8(letters).ok()
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn only_currencies_pass() {
        verdicts(
            super::check,
            &["008", "978", "994"],
            &[
                ("*000*", "currency"),
                ("*0978*", "currency"),
                ("*EUR*", "currency"),
            ],
        );
    }
}
