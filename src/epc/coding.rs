//! The binary coding schemes: header, length and fields of each (Tag Data Standard 2.3, sections 14.2 to 14.7).

use super::scheme::Scheme;

/// A binary coding scheme: how an EPC stands on a tag.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Coding(u8);

/// How one part of an identity is coded. Numbers are counts of bits where nothing else is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// Partition, company prefix and reference as integers in so many bits after the three of the partition; 14.3.3.
    Partition(u32),
    /// Partition and company prefix, then the reference as an integer without leading zeros, of at most so many digits
    /// together with the company prefix; 14.3.4.
    NumberPartition { bits: u32, digits: usize },
    /// Partition and company prefix, then the reference in 7-bit characters; 14.3.5.
    TextPartition(u32),
    /// Partition and company prefix, then the reference in 6-bit characters and a terminator; 14.3.9.
    SixBitPartition,
    /// An integer without leading zeros; 14.3.1.
    Integer(u32),
    /// An integer with a digit 1 put before it, so that leading zeros stay; 14.3.6.
    NumericString(u32),
    /// As many digits as the part has, as an integer; 14.3.10.
    FixedInteger(u32),
    /// 7-bit characters, left-aligned, zeros after them; 14.3.2.
    Text(u32),
    /// Six characters of 8 bits, a blank first where there are five; 14.6.14.
    AsciiCage,
    /// Six characters of 6 bits, a blank first where there are five; 14.3.7.
    SixBitCage,
    /// 6-bit characters and a terminator of six zeros; 14.3.8.
    SixBitText,
    /// Four bits a digit; 14.5.4.
    Nibbles,
    /// Digits of four bits up to a delimiter, then characters where there are any; 14.5.5.
    Delimited,
    /// An encoding indicator, a length of so many bits, the characters; 14.5.6.
    Alphanumeric(u32),
    /// A length of so many bits, the digits as an integer; 14.5.13.
    Numeric(u32),
}

/// What comes with the identity in the newer codings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Headers 2C to 41: nothing.
    Classic,
    /// `+`: AIs as in a bar code, and data after the EPC.
    Plus,
    /// `++`: a host name as well.
    PlusPlus,
}

/// One row of the table.
pub(super) struct Row {
    /// Its name: `SGTIN-96`.
    pub(super) name: &'static str,
    pub(super) header: u8,
    pub(super) scheme: Scheme,
    pub(super) style: Style,
    /// How many bits it has; 0 where that depends on the content.
    pub(super) bits: usize,
    /// How many bits its filter value has.
    pub(super) filter: u32,
    /// A date stands before the identity.
    pub(super) dated: bool,
    /// The fields, one for each part of the identity.
    pub(super) fields: &'static [Field],
}

const fn classic(
    name: &'static str,
    header: u8,
    scheme: Scheme,
    bits: usize,
    filter: u32,
    fields: &'static [Field],
) -> Row {
    let (style, dated) = (Style::Classic, false);
    Row {
        name,
        header,
        scheme,
        style,
        bits,
        filter,
        dated,
        fields,
    }
}

const fn plus(
    name: &'static str,
    header: u8,
    style: Style,
    scheme: Scheme,
    fields: &'static [Field],
) -> Row {
    let (bits, filter, dated) = (0, 3, false);
    Row {
        name,
        header,
        scheme,
        style,
        bits,
        filter,
        dated,
        fields,
    }
}

const fn dated(
    name: &'static str,
    header: u8,
    style: Style,
    scheme: Scheme,
    fields: &'static [Field],
) -> Row {
    let dated = true;
    Row {
        dated,
        ..plus(name, header, style, scheme, fields)
    }
}

#[allow(clippy::enum_glob_use, reason = "a table is read by its names")]
use Field::*;
#[allow(clippy::enum_glob_use, reason = "a table is read by its names")]
use Style::*;

const SGTIN: &[Field] = &[Nibbles, Alphanumeric(5)];
const SGCN: &[Field] = &[Nibbles, Numeric(4)];
const ITIP: &[Field] = &[Nibbles, Nibbles, Nibbles, Alphanumeric(5)];
const CPI: &[Field] = &[Delimited, Numeric(4)];

/// All codings, by scheme: first what needs no company prefix length, then the others from the shortest to the longest.
///
/// The headers of `++` were found by comparing third parties' tables with the bits of annex E.3; no machine-readable table of GS1 has them.
#[rustfmt::skip]
static CODINGS: &[Row] = &[
    plus(   "SGTIN+",    0xF7, Plus,     Scheme::Sgtin, SGTIN),
    dated(  "DSGTIN+",   0xFB, Plus,     Scheme::Sgtin, SGTIN),
    classic("SGTIN-96",  0x30, Scheme::Sgtin,  96, 3, &[Partition(44), Integer(38)]),
    classic("SGTIN-198", 0x36, Scheme::Sgtin, 198, 3, &[Partition(44), Text(140)]),
    plus(   "SGTIN++",   0xFD, PlusPlus, Scheme::Sgtin, SGTIN),
    dated(  "DSGTIN++",  0xFC, PlusPlus, Scheme::Sgtin, SGTIN),
    plus(   "SSCC+",     0xF9, Plus,     Scheme::Sscc,  &[Nibbles]),
    classic("SSCC-96",   0x31, Scheme::Sscc,   96, 3, &[Partition(58)]),
    plus(   "SSCC++",    0xEF, PlusPlus, Scheme::Sscc,  &[Nibbles]),
    plus(   "SGLN+",     0xF2, Plus,     Scheme::Sgln,  SGTIN),
    classic("SGLN-96",   0x32, Scheme::Sgln,   96, 3, &[Partition(41), Integer(41)]),
    classic("SGLN-195",  0x39, Scheme::Sgln,  195, 3, &[Partition(41), Text(140)]),
    plus(   "SGLN++",    0xE9, PlusPlus, Scheme::Sgln,  SGTIN),
    plus(   "GRAI+",     0xF1, Plus,     Scheme::Grai,  SGTIN),
    classic("GRAI-96",   0x33, Scheme::Grai,   96, 3, &[Partition(44), Integer(38)]),
    classic("GRAI-170",  0x37, Scheme::Grai,  170, 3, &[Partition(44), Text(112)]),
    plus(   "GRAI++",    0xEB, PlusPlus, Scheme::Grai,  SGTIN),
    plus(   "GIAI+",     0xFA, Plus,     Scheme::Giai,  &[Delimited]),
    classic("GIAI-96",   0x34, Scheme::Giai,   96, 3, &[NumberPartition { bits: 82, digits: 30 }]),
    classic("GIAI-202",  0x38, Scheme::Giai,  202, 3, &[TextPartition(188)]),
    plus(   "GIAI++",    0xEE, PlusPlus, Scheme::Giai,  &[Delimited]),
    plus(   "GSRN+",     0xF4, Plus,     Scheme::Gsrn,  &[Nibbles]),
    classic("GSRN-96",   0x2D, Scheme::Gsrn,   96, 3, &[Partition(58)]),
    plus(   "GSRN++",    0xE7, PlusPlus, Scheme::Gsrn,  &[Nibbles]),
    plus(   "GSRNP+",    0xF5, Plus,     Scheme::Gsrnp, &[Nibbles]),
    classic("GSRNP-96",  0x2E, Scheme::Gsrnp,  96, 3, &[Partition(58)]),
    plus(   "GSRNP++",   0xE8, PlusPlus, Scheme::Gsrnp, &[Nibbles]),
    plus(   "GDTI+",     0xF6, Plus,     Scheme::Gdti,  SGTIN),
    classic("GDTI-96",   0x2C, Scheme::Gdti,   96, 3, &[Partition(41), Integer(41)]),
    classic("GDTI-113",  0x3A, Scheme::Gdti,  113, 3, &[Partition(41), NumericString(58)]),
    classic("GDTI-174",  0x3E, Scheme::Gdti,  174, 3, &[Partition(41), Text(119)]),
    plus(   "GDTI++",    0xEA, PlusPlus, Scheme::Gdti,  SGTIN),
    plus(   "SGCN+",     0xF8, Plus,     Scheme::Sgcn,  SGCN),
    classic("SGCN-96",   0x3F, Scheme::Sgcn,   96, 3, &[Partition(41), NumericString(41)]),
    plus(   "SGCN++",    0xEC, PlusPlus, Scheme::Sgcn,  SGCN),
    plus(   "CPI+",      0xF0, Plus,     Scheme::Cpi,   CPI),
    classic("CPI-96",    0x3C, Scheme::Cpi,    96, 3, &[NumberPartition { bits: 51, digits: 15 }, Integer(31)]),
    classic("CPI-var",   0x3D, Scheme::Cpi,     0, 3, &[SixBitPartition, Integer(40)]),
    plus(   "CPI++",     0xE6, PlusPlus, Scheme::Cpi,   CPI),
    plus(   "ITIP+",     0xF3, Plus,     Scheme::Itip,  ITIP),
    classic("ITIP-110",  0x40, Scheme::Itip,  110, 3, &[Partition(44), FixedInteger(7), FixedInteger(7), Integer(38)]),
    classic("ITIP-212",  0x41, Scheme::Itip,  212, 3, &[Partition(44), FixedInteger(7), FixedInteger(7), Text(140)]),
    plus(   "ITIP++",    0xED, PlusPlus, Scheme::Itip,  ITIP),
    classic("GID-96",    0x35, Scheme::Gid,    96, 0, &[Integer(28), Integer(24), Integer(36)]),
    classic("USDOD-96",  0x2F, Scheme::Usdod,  96, 4, &[AsciiCage, Integer(36)]),
    classic("ADI-var",   0x3B, Scheme::Adi,     0, 6, &[SixBitCage, SixBitText, SixBitText]),
];

/// The row of each header; rows are fewer than 255.
static HEADERS: [u8; 256] = {
    let mut headers = [u8::MAX; 256];
    let mut i = 0;
    while i < CODINGS.len() {
        headers[CODINGS[i].header as usize] = i as u8;
        i += 1;
    }
    headers
};

impl Coding {
    /// SGTIN-96: a trade item with a number of up to 38 bits as its serial.
    pub const SGTIN_96: Self = Self::named("SGTIN-96");
    /// SGTIN-198: a trade item with any serial.
    pub const SGTIN_198: Self = Self::named("SGTIN-198");
    /// SGTIN+: a trade item with any serial, no company prefix length needed.
    pub const SGTIN_PLUS: Self = Self::named("SGTIN+");
    /// SSCC-96: a logistic unit.
    pub const SSCC_96: Self = Self::named("SSCC-96");

    const fn named(name: &str) -> Self {
        let mut place = 0;
        while place < CODINGS.len() {
            let row = CODINGS[place].name.as_bytes();
            let mut same = row.len() == name.len();
            let mut i = 0;
            while same && i < row.len() {
                same = row[i] == name.as_bytes()[i];
                i += 1;
            }
            if same {
                return Self(place as u8);
            }
            place += 1;
        }
        panic!("no such row")
    }

    /// All codings, those of one scheme together; the first of a scheme needs no company prefix length where one is so.
    pub fn all() -> impl ExactSizeIterator<Item = Self> + Clone {
        (0..CODINGS.len()).map(|place| Self(place as u8))
    }

    /// The coding of that name, in letters of either case: `sgtin-96`, `SGTIN+`.
    ///
    /// ```
    /// use unitmark::epc::Coding;
    ///
    /// assert_eq!(Coding::find("sgtin-96"), Some(Coding::SGTIN_96));
    /// assert_eq!(Coding::find("sgtin-97"), None);
    /// ```
    pub fn find(name: &str) -> Option<Self> {
        Self::all().find(|coding| coding.name().eq_ignore_ascii_case(name))
    }

    /// The coding of a header.
    #[inline]
    pub(super) fn of_header(header: u8) -> Option<Self> {
        let place = HEADERS.get(usize::from(header)).copied().unwrap_or(u8::MAX);
        (place != u8::MAX).then_some(Self(place))
    }

    #[inline]
    pub(super) fn row(self) -> &'static Row {
        CODINGS.get(usize::from(self.0)).unwrap_or(&CODINGS[0])
    }

    /// Its name: `SGTIN-96`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Its header, the first eight bits.
    pub fn header(self) -> u8 {
        self.row().header
    }

    /// The scheme whose EPCs it codes.
    pub fn scheme(self) -> Scheme {
        self.row().scheme
    }

    /// How many bits it has; `None` where that depends on the content.
    pub fn bits(self) -> Option<usize> {
        Some(self.row().bits).filter(|&bits| bits > 0)
    }

    /// The largest filter value; `None` where it has none.
    pub fn largest_filter(self) -> Option<u8> {
        let bits = self.row().filter;
        (bits > 0).then_some((1 << bits) - 1)
    }

    /// Whether the company prefix length must be known to write it.
    pub fn needs_prefix_length(self) -> bool {
        self.row().style == Style::Classic && self.scheme().has_company_prefix()
    }

    /// Whether it carries data after the EPC (+AIDC).
    pub fn carries_data(self) -> bool {
        self.row().style != Style::Classic
    }

    /// Whether it carries a host name: the `++` codings, which rest on third parties' reading of the standard.
    pub fn carries_host_name(self) -> bool {
        self.row().style == Style::PlusPlus
    }

    /// Whether it carries a date before the identity: DSGTIN+ and DSGTIN++.
    pub fn carries_date(self) -> bool {
        self.row().dated
    }
}

impl Scheme {
    /// Its codings. The first needs no company prefix length; after it come the others, the shortest first.
    pub fn codings(self) -> impl Iterator<Item = Coding> + Clone {
        Coding::all().filter(move |coding| coding.scheme() == self)
    }
}

impl core::fmt::Display for Coding {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.pad(self.name())
    }
}

impl core::fmt::Debug for Coding {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_coding_has_a_header_of_its_own_and_a_field_for_each_part() {
        for coding in Coding::all() {
            let row = coding.row();
            assert_eq!(Coding::of_header(row.header), Some(coding));
            assert_eq!(Coding::find(row.name), Some(coding));
            assert_eq!(row.fields.len(), row.scheme.row().parts.len(), "{coding}");
        }
        assert_eq!(Coding::all().len(), 22 + 12 + 12, "classic, +, ++");
    }

    #[test]
    fn the_fields_of_a_fixed_coding_fill_its_bits() {
        for row in CODINGS.iter().filter(|row| row.bits > 0) {
            let bits = |field: &Field| match *field {
                Partition(bits) | TextPartition(bits) | NumberPartition { bits, .. } => bits + 3,
                Integer(bits) | NumericString(bits) | FixedInteger(bits) | Text(bits) => bits,
                AsciiCage => 48,
                _ => panic!("{field:?} in {}", row.name),
            };
            let sum: u32 = row.fields.iter().map(bits).sum();
            let used = 8 + row.filter + sum;
            // SSCC and GSRN end before their 96 bits; the rest is zero.
            let padded = matches!(row.name, "SSCC-96" | "GSRN-96" | "GSRNP-96");
            assert_eq!(
                used as usize + 24 * usize::from(padded),
                row.bits,
                "{}",
                row.name
            );
        }
    }
}
