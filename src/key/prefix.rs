//! GS1 Prefixes: which member organisation allocated the company prefix (General Specifications 1.4.2; gs1.org, GS1 Prefix list).

/// What a range of GS1 Prefixes, three digits, is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrefixRange {
    /// The first prefix.
    pub first: u16,
    /// The last prefix.
    pub last: u16,
    /// The member organisation, or the use.
    pub name: &'static str,
}

const fn range(first: u16, last: u16, name: &'static str) -> PrefixRange {
    PrefixRange { first, last, name }
}

const RESTRICTED: &str = "restricted circulation";

/// The ranges that are allocated, in order.
#[rustfmt::skip]
pub const PREFIXES: &[PrefixRange] = &[
    range(  0,  19, "GS1 US"),
    range( 20,  29, RESTRICTED),
    range( 30,  39, "GS1 US"),
    range( 40,  49, RESTRICTED),
    range( 50, 139, "GS1 US"),
    range(200, 299, RESTRICTED),
    range(300, 379, "GS1 France"),
    range(380, 380, "GS1 Bulgaria"),
    range(383, 383, "GS1 Slovenija"),
    range(385, 385, "GS1 Croatia"),
    range(387, 387, "GS1 Bosnia-Herzegovina"),
    range(389, 389, "GS1 Montenegro"),
    range(390, 390, "GS1 Kosovo"),
    range(400, 440, "GS1 Germany"),
    range(450, 459, "GS1 Japan"),
    range(460, 469, "GS1 Russia"),
    range(470, 470, "GS1 Kyrgyzstan"),
    range(471, 471, "GS1 Chinese Taipei"),
    range(474, 474, "GS1 Estonia"),
    range(475, 475, "GS1 Latvia"),
    range(476, 476, "GS1 Azerbaijan"),
    range(477, 477, "GS1 Lithuania"),
    range(478, 478, "GS1 Uzbekistan"),
    range(479, 479, "GS1 Sri Lanka"),
    range(480, 480, "GS1 Philippines"),
    range(481, 481, "GS1 Belarus"),
    range(482, 482, "GS1 Ukraine"),
    range(483, 483, "GS1 Turkmenistan"),
    range(484, 484, "GS1 Moldova"),
    range(485, 485, "GS1 Armenia"),
    range(486, 486, "GS1 Georgia"),
    range(487, 487, "GS1 Kazakhstan"),
    range(488, 488, "GS1 Tajikistan"),
    range(489, 489, "GS1 Hong Kong, China"),
    range(490, 499, "GS1 Japan"),
    range(500, 509, "GS1 UK"),
    range(520, 521, "GS1 Association Greece"),
    range(528, 528, "GS1 Lebanon"),
    range(529, 529, "GS1 Cyprus"),
    range(530, 530, "GS1 Albania"),
    range(531, 531, "GS1 North Macedonia"),
    range(535, 535, "GS1 Malta"),
    range(539, 539, "GS1 Ireland"),
    range(540, 549, "GS1 Belgium & Luxembourg"),
    range(560, 560, "GS1 Portugal"),
    range(569, 569, "GS1 Iceland"),
    range(570, 579, "GS1 Denmark"),
    range(590, 590, "GS1 Poland"),
    range(594, 594, "GS1 Romania"),
    range(599, 599, "GS1 Hungary"),
    range(600, 601, "GS1 South Africa"),
    range(603, 603, "GS1 Ghana"),
    range(604, 604, "GS1 Senegal"),
    range(605, 605, "GS1 Uganda"),
    range(606, 606, "GS1 Angola"),
    range(607, 607, "GS1 Oman"),
    range(608, 608, "GS1 Bahrain"),
    range(609, 609, "GS1 Mauritius"),
    range(611, 611, "GS1 Morocco"),
    range(613, 613, "GS1 Algeria"),
    range(615, 615, "GS1 Nigeria"),
    range(616, 616, "GS1 Kenya"),
    range(617, 617, "GS1 Cameroon"),
    range(618, 618, "GS1 Côte d'Ivoire"),
    range(619, 619, "GS1 Tunisia"),
    range(620, 620, "GS1 Tanzania"),
    range(621, 621, "GS1 Syria"),
    range(622, 622, "GS1 Egypt"),
    range(623, 623, "GS1 Brunei"),
    range(624, 624, "GS1 Libya"),
    range(625, 625, "GS1 Jordan"),
    range(626, 626, "GS1 Iran"),
    range(627, 627, "GS1 Kuwait"),
    range(628, 628, "GS1 Saudi Arabia"),
    range(629, 629, "GS1 Emirates"),
    range(630, 630, "GS1 Qatar"),
    range(631, 631, "GS1 Namibia"),
    range(632, 632, "GS1 Rwanda"),
    range(640, 649, "GS1 Finland"),
    range(680, 681, "GS1 China"),
    range(690, 699, "GS1 China"),
    range(700, 709, "GS1 Norway"),
    range(729, 729, "GS1 Israel"),
    range(730, 739, "GS1 Sweden"),
    range(740, 740, "GS1 Guatemala"),
    range(741, 741, "GS1 El Salvador"),
    range(742, 742, "GS1 Honduras"),
    range(743, 743, "GS1 Nicaragua"),
    range(744, 744, "GS1 Costa Rica"),
    range(745, 745, "GS1 Panama"),
    range(746, 746, "GS1 Republica Dominicana"),
    range(750, 750, "GS1 Mexico"),
    range(754, 755, "GS1 Canada"),
    range(759, 759, "GS1 Venezuela"),
    range(760, 769, "GS1 Switzerland"),
    range(770, 771, "GS1 Colombia"),
    range(773, 773, "GS1 Uruguay"),
    range(775, 775, "GS1 Peru"),
    range(777, 777, "GS1 Bolivia"),
    range(778, 779, "GS1 Argentina"),
    range(780, 780, "GS1 Chile"),
    range(784, 784, "GS1 Paraguay"),
    range(786, 786, "GS1 Ecuador"),
    range(789, 790, "GS1 Brasil"),
    range(800, 839, "GS1 Italy"),
    range(840, 849, "GS1 Spain"),
    range(850, 850, "GS1 Cuba"),
    range(858, 858, "GS1 Slovakia"),
    range(859, 859, "GS1 Czech"),
    range(860, 860, "GS1 Serbia"),
    range(865, 865, "GS1 Mongolia"),
    range(867, 867, "GS1 North Korea"),
    range(868, 869, "GS1 Türkiye"),
    range(870, 879, "GS1 Netherlands"),
    range(880, 881, "GS1 Korea"),
    range(883, 883, "GS1 Myanmar"),
    range(884, 884, "GS1 Cambodia"),
    range(885, 885, "GS1 Thailand"),
    range(888, 888, "GS1 Singapore"),
    range(890, 890, "GS1 India"),
    range(893, 893, "GS1 Vietnam"),
    range(896, 896, "GS1 Pakistan"),
    range(899, 899, "GS1 Indonesia"),
    range(900, 919, "GS1 Austria"),
    range(930, 939, "GS1 Australia"),
    range(940, 949, "GS1 New Zealand"),
    range(950, 950, "GS1 Global Office"),
    range(951, 951, "GS1 Global Office: General Manager Numbers of the EPC Tag Data Standard"),
    range(952, 952, "demonstrations and examples of the GS1 system"),
    range(955, 955, "GS1 Malaysia"),
    range(958, 958, "GS1 Macau, China"),
    range(960, 969, "GS1 Global Office: GTIN-8"),
    range(977, 977, "serial publications (ISSN)"),
    range(978, 979, "books (ISBN)"),
    range(980, 980, "refund receipts"),
    range(981, 984, "coupons of a common currency area"),
    range(990, 999, "coupons"),
];

/// The range of the key that begins with these digits, the company prefix first; `None` where nothing is allocated.
///
/// A country here is where the number was allocated, not where the product was made.
///
/// ```
/// use unitmark::key::gs1_prefix;
///
/// assert_eq!(gs1_prefix("5012345678900").map(|range| range.name), Some("GS1 UK"));
/// assert_eq!(gs1_prefix("1400000"), None);
/// ```
pub fn gs1_prefix(digits: &str) -> Option<&'static PrefixRange> {
    let number: u16 = digits
        .get(..3)
        .filter(|head| head.bytes().all(|byte| byte.is_ascii_digit()))?
        .parse()
        .ok()?;
    let place = PREFIXES.partition_point(|range| range.last < number);
    PREFIXES.get(place).filter(|range| range.first <= number)
}

/// Whether the digits of a GTIN-8 mean something only in one company (General Specifications 2.1.12).
pub(crate) fn is_restricted_gtin_8(digits: &str) -> bool {
    digits.starts_with(['0', '2'])
}

pub(crate) fn is_restricted(digits: &str) -> bool {
    gs1_prefix(digits).is_some_and(|range| range.name == RESTRICTED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_go_up_and_do_not_overlap() {
        for pair in PREFIXES.windows(2) {
            assert!(
                pair[0].first <= pair[0].last && pair[0].last < pair[1].first,
                "{pair:?}"
            );
        }
    }
}
