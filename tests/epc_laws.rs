//! Laws of EPCs, on generated input. `PROPTEST_CASES=1000000` makes them run long.
//!
//! 1. decode after encode is the identity: over all codings, partitions, lengths, maxima, leading zeros, all 82 characters;
//! 2. encode after decode is the identity: what a classic tag says has one way to be said, and a tag with `+` keeps its bits;
//! 3. every form reads back as the same EPC;
//! 4. what is wrong lies within the bits, whatever they are;
//! 5. a run of serials is what one EPC after the other is.

use proptest::prelude::*;
use unitmark::check::gs1_mod10;
use unitmark::element::ElementString;
use unitmark::epc::{CheckDigits, Coding, Epc, Prefixes, Scheme, TagRange};
use unitmark::scan::{ReadOptions, read};

const SET_82: &[u8] =
    b"!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
const SET_39: &[u8] = b"#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const CAGE: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";

/// What chance decides.
#[derive(Clone, Debug)]
struct Dice {
    coding: Coding,
    filter: u8,
    prefix: usize,
    digits: Vec<u8>,
    number: u64,
    letters: Vec<u8>,
    /// The smallest, the largest or the shortest value instead of any.
    edge: u8,
}

fn dice() -> impl Strategy<Value = Dice> {
    let codings: Vec<Coding> = Coding::all().collect();
    (
        prop::sample::select(codings),
        any::<u8>(),
        6..=12_usize,
        prop::collection::vec(0..10_u8, 40),
        any::<u64>(),
        prop::collection::vec(any::<u8>(), 1..=40),
        0..6_u8,
    )
        .prop_map(
            |(coding, filter, prefix, digits, number, letters, edge)| Dice {
                coding,
                filter: coding
                    .largest_filter()
                    .map_or(0, |largest| filter & largest),
                prefix,
                digits,
                number,
                letters,
                edge,
            },
        )
}

impl Dice {
    /// Digits from a place on; all 0 or all 9 at the edges.
    fn digits(&self, from: usize, count: usize) -> String {
        let digit = |digit: u8| match self.edge {
            0 => '0',
            1 => '9',
            _ => char::from(b'0' + digit),
        };
        self.digits
            .iter()
            .cycle()
            .skip(from)
            .take(count)
            .map(|&it| digit(it))
            .collect()
    }

    /// A number of so many bits, without a leading zero.
    fn number(&self, bits: u32) -> String {
        let largest = (1_u64 << bits) - 1;
        match self.edge {
            0 => 0,
            1 => largest,
            2 => self.number & 0xFF,
            _ => self.number & largest,
        }
        .to_string()
    }

    /// Characters of a set, one to `longest` of them, with or without leading zeros.
    fn text(&self, set: &[u8], longest: usize) -> String {
        let count = match self.edge {
            0 => 1,
            1 => longest,
            _ => self.letters.len().min(longest),
        };
        let letters = self.letters.iter().cycle().take(count);
        match self.edge {
            // Digits, digits of either base 16, capitals, anything: each encoding has its turn.
            2 => self
                .digits
                .iter()
                .take(count)
                .map(|digit| char::from(b'0' + digit))
                .collect(),
            3 if set.len() == 82 => letters
                .map(|it| char::from(b"0123456789abcdef"[usize::from(it % 16)]))
                .collect(),
            4 if set.len() == 82 => letters
                .map(|it| char::from(b"ABCXYZ-.:0129"[usize::from(it % 13)]))
                .collect(),
            _ => letters
                .map(|it| char::from(set[usize::from(*it) % set.len()]))
                .collect(),
        }
    }

    /// A key: company prefix and reference in the order of the AI, with its check digit.
    fn key(&self, digits: usize) -> String {
        let payload = self.digits(0, digits - 1);
        let check = gs1_mod10(payload.as_bytes()).expect("digits");
        format!("{payload}{check}")
    }

    fn serial(&self, longest: usize) -> String {
        let bits = match self.coding.name() {
            "SGTIN-96" | "GRAI-96" | "ITIP-110" => 38,
            "SGLN-96" | "GDTI-96" => 41,
            "GDTI-113" => {
                let count = 1 + usize::from(self.letters[0]) % longest;
                return self.digits(20, count);
            }
            _ => return self.text(SET_82, longest),
        };
        self.number(bits)
    }

    /// Company prefix and a reference of variable length.
    fn asset(&self) -> String {
        let prefix = self.digits(0, self.prefix);
        let free = 12 - self.prefix;
        let reference = match self.coding.name() {
            "GIAI-96" => self.number([42, 45, 48, 52, 55, 58, 62][free]),
            "CPI-96" => {
                let largest = [
                    999,
                    9999,
                    99_999,
                    999_999,
                    9_999_999,
                    99_999_999,
                    999_999_999,
                ][free];
                let bits = [11, 14, 17, 21, 24, 27, 31][free];
                let number: u64 = self.number(bits).parse().expect("a number");
                number.min(largest).to_string()
            }
            name if name.starts_with("CPI") => self.text(SET_39, 30 - self.prefix),
            _ => self.text(SET_82, 30 - self.prefix),
        };
        format!("{prefix}{reference}")
    }

    /// The EPC; every value that has a place in its coding must be accepted.
    fn epc(&self) -> Epc {
        let scheme = self.coding.scheme();
        let mut elements: Vec<(&str, String)> = match scheme {
            Scheme::Sgtin => vec![("01", self.key(14)), ("21", self.serial(20))],
            Scheme::Sscc => vec![("00", self.key(18))],
            Scheme::Sgln => {
                // An extension 0 is the mark for none, and no (254).
                let extension = Some(self.serial(20)).filter(|it| it != "0");
                let extension = extension.map(|it| ("254", it));
                [("414", self.key(13))]
                    .into_iter()
                    .chain(extension)
                    .collect()
            }
            Scheme::Grai => vec![("8003", format!("0{}{}", self.key(13), self.serial(16)))],
            Scheme::Giai => vec![("8004", self.asset())],
            Scheme::Gsrn => vec![("8018", self.key(18))],
            Scheme::Gsrnp => vec![("8017", self.key(18))],
            Scheme::Gdti => vec![("253", format!("{}{}", self.key(13), self.serial(17)))],
            Scheme::Sgcn => {
                let count = 1 + usize::from(self.letters[0]) % 12;
                vec![("255", format!("{}{}", self.key(13), self.digits(20, count)))]
            }
            Scheme::Cpi => {
                let bits = if self.coding.name() == "CPI-96" {
                    31
                } else {
                    39
                };
                vec![("8010", self.asset()), ("8011", self.number(bits))]
            }
            Scheme::Itip => vec![
                ("8006", format!("{}0307", self.key(14))),
                ("21", self.serial(20)),
            ],
            Scheme::Gid => {
                return tagged(&format!(
                    "gid-96:{}.{}.{}",
                    self.number(28),
                    self.number(24),
                    self.number(36)
                ));
            }
            Scheme::Usdod => {
                return tagged(&format!(
                    "usdod-96:{}.{}.{}",
                    self.filter,
                    self.cage(),
                    self.number(36)
                ));
            }
            Scheme::Adi => {
                let set = b"-ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
                let part = if self.edge == 0 {
                    String::new()
                } else {
                    self.text(set, 32)
                };
                let serial = self.text(set, 29);
                let hash = if self.prefix.is_multiple_of(2) {
                    "%23"
                } else {
                    ""
                };
                return tagged(&format!(
                    "adi-var:{}.{}.{part}.{hash}{serial}",
                    self.filter,
                    self.cage()
                ));
            }
            other => panic!("{other} has no coding"),
        };
        if self.coding.carries_date() {
            elements.push(("17", "260400".into()));
        }
        if self.coding.carries_data() && self.edge > 3 {
            elements.push(("99", self.text(SET_82, 40)));
        }
        let pairs = elements.iter().map(|(ai, value)| (*ai, value.as_str()));
        let message = ElementString::from_elements(pairs)
            .unwrap_or_else(|error| panic!("{elements:?}: {error}"));
        let prefixes = Prefixes::new()
            .with_length(self.prefix as u8)
            .expect("a length");
        let mut epc = Epc::from_elements_as(&message, scheme, &prefixes).expect("an EPC");
        if self.coding.carries_host_name() {
            epc = epc.with_host_name("id.example.com").expect("a host");
        }
        epc.encode(self.coding, self.filter)
            .unwrap_or_else(|error| panic!("{message} {}: {error}", self.coding))
    }

    fn cage(&self) -> String {
        let count = 5 + self.prefix % 2;
        self.letters
            .iter()
            .cycle()
            .take(count)
            .map(|it| char::from(CAGE[usize::from(*it) % CAGE.len()]))
            .collect()
    }
}

fn tagged(tag: &str) -> Epc {
    let uri = format!("urn:epc:tag:{tag}");
    Epc::parse(&uri).unwrap_or_else(|error| panic!("{uri}: {error}"))
}

/// The same with what only a message knows taken away: a tag with `+` does not say how long its company prefix is.
fn on_tag(epc: &Epc) -> Epc {
    Epc::from_bytes(&epc.to_bytes().expect("bits")).expect("its own bits")
}

proptest! {
    #[test]
    fn decode_after_encode_is_the_identity(dice in dice()) {
        let epc = dice.epc();
        let bytes = epc.to_bytes().expect("bits");
        let read = Epc::from_bytes(&bytes).map_err(|error| TestCaseError::fail(format!("{epc:?}: {error}")))?;
        prop_assert_eq!(read.coding(), epc.coding());
        prop_assert_eq!(read.filter(), epc.filter());
        prop_assert!(read.parts().eq(epc.parts()), "{:?} {:?}", read, epc);
        let elements = |epc: &Epc| {
            let mut all: Vec<(String, String)> = epc.elements().map(|(ai, value)| (ai.into(), value.into())).collect();
            all.sort();
            all
        };
        prop_assert_eq!(elements(&read), elements(&epc));
        if !dice.coding.carries_data() {
            prop_assert_eq!(&read, &epc);
        }
        prop_assert_eq!(read.to_bytes().expect("bits"), bytes);
    }

    #[test]
    fn every_form_reads_back_as_the_same_epc(dice in dice()) {
        let epc = on_tag(&dice.epc());
        prop_assert_eq!(Epc::from_hex(&epc.hex().expect("hex")), Ok(epc.clone()));
        prop_assert_eq!(Epc::from_base64(&epc.base64().expect("base64")), Ok(epc.clone()));
        prop_assert_eq!(Epc::parse(&epc.raw_uri().expect("raw")), Ok(epc.clone()));
        if let Ok(uri) = epc.tag_uri() {
            prop_assert_eq!(Epc::parse(&uri), Ok(epc.clone()));
            let pure = epc.pure_identity_uri().expect("a classic tag");
            let identity = Epc::parse(&pure).expect("its own URI");
            prop_assert_eq!(identity.encode(dice.coding, dice.filter), Ok(epc.clone()));
        }
        if epc.scheme().ais().len() > 0 {
            let message = epc.element_string().expect("a message");
            let hex = epc.hex().expect("hex");
            let report = read(hex.as_bytes(), &ReadOptions::default());
            prop_assert!(report.is_ok(), "{}", hex);
            // Digits that are an element string too, such as (400)C00.., say so, and that they are a tag.
            let others = report.alternatives().iter().map(|other| other.bracketed.clone());
            let said: Vec<String> = report.bracketed().into_iter().chain(others).collect();
            prop_assert!(said.contains(&message.to_string()), "{} {:?}", hex, said);
            for (_, span) in report.elements() {
                prop_assert!(span.start < span.end && span.end <= hex.len());
            }
        }
    }

    #[test]
    fn encode_after_decode_is_the_identity(
        coding in prop::sample::select(Coding::all().filter(|it| !it.carries_data()).collect::<Vec<_>>()),
        mut bytes in prop::collection::vec(any::<u8>(), 12..40),
        partition in 0..8_u8,
    ) {
        let header = coding.header();
        bytes[0] = header;
        // A partition at its place, so that more than one of eight is right.
        bytes[1] = bytes[1] & 0xE3 | partition << 2;
        bytes.resize(coding.bits().map_or(bytes.len(), |bits| bits.div_ceil(16) * 2), 0);
        if let (Some(bits), Some(last)) = (coding.bits(), bytes.len().checked_sub(2))
            && bits % 16 != 0
        {
            let mask = 0xFFFF_u16 << (16 - bits % 16);
            bytes[last] &= (mask >> 8) as u8;
            bytes[last + 1] &= mask as u8;
        }
        match Epc::from_bytes(&bytes) {
            Ok(epc) => {
                bytes.resize(bytes.len().next_multiple_of(2), 0);
                prop_assert_eq!(epc.to_bytes().expect("what was read"), bytes);
            }
            Err(error) => {
                let span = error.bits().expect("a place");
                prop_assert!(span.start <= span.end && !error.code().is_empty(), "{}", error);
            }
        }
    }

    #[test]
    fn what_is_read_is_written_bit_by_bit_and_what_is_wrong_lies_within(
        header in prop::sample::select(Coding::all().map(Coding::header).collect::<Vec<_>>()),
        mut bytes in prop::collection::vec(any::<u8>(), 1..64),
    ) {
        bytes[0] = header;
        match Epc::from_bytes(&bytes) {
            Ok(epc) => {
                let again = epc.to_bytes().expect("what was read");
                prop_assert_eq!(Epc::from_bytes(&again), Ok(epc.clone()));
                bytes.resize(bytes.len().next_multiple_of(2), 0);
                prop_assert_eq!(again, bytes.clone());
                let coding = epc.coding().expect("a tag");
                let anew = epc.clone().encode(coding, epc.filter().unwrap_or_default());
                prop_assert!(anew.is_ok_and(|anew| anew.is_canonical() && anew.parts().eq(epc.parts())));
            }
            Err(error) => {
                let span = error.bits().expect("a place");
                let end = bytes.len() * 8;
                prop_assert!(span.start <= span.end && span.start <= end, "{} {:?}", error, bytes);
            }
        }
        for policy in [CheckDigits::Compute, CheckDigits::Keep] {
            if let Ok(epc) = Epc::read_bytes(&bytes, policy) {
                prop_assert_eq!(epc.wrong_check_digit().is_some() && policy == CheckDigits::Compute, false);
            }
        }
    }

    #[test]
    fn a_tag_of_which_a_bit_was_changed_keeps_it_or_is_none(dice in dice(), bit in 8..512_usize, more in 8..512_usize) {
        let mut bytes = dice.epc().to_bytes().expect("bits");
        for bit in [bit, more] {
            let bits = bytes.len() * 8;
            bytes[bit % bits / 8] ^= 0x80 >> (bit % 8);
        }
        if let Ok(epc) = Epc::from_bytes(&bytes) {
            prop_assert_eq!(epc.to_bytes().expect("what was read"), bytes);
            let raw = epc.raw_uri().expect("bits");
            prop_assert_eq!(Epc::parse(&raw), Ok(epc.clone()), "{}", raw);
            let coding = epc.coding().expect("a tag");
            let anew = epc.clone().encode(coding, epc.filter().unwrap_or_default());
            prop_assert!(anew.is_ok_and(|anew| anew.is_canonical() && anew.elements().eq(epc.elements())), "{}", raw);
        }
    }

    #[test]
    fn any_text_is_an_epc_or_an_error_within_it(text in "\\PC{0,60}|urn:epc:(id|tag|class|idpat|raw):[a-z0-9-]{2,8}:[0-9A-Z.%*#/-]{0,50}") {
        match Epc::parse(&text) {
            Ok(epc) => drop(epc.pure_identity_uri()),
            Err(error) => {
                if let Some(span) = error.span() {
                    prop_assert!(span.start <= span.end && span.end <= text.len(), "{} {}", error, text);
                }
            }
        }
        let report = read(text.as_bytes(), &ReadOptions { read_as: unitmark::scan::ReadAs::Epc, ..ReadOptions::default() });
        for finding in report.findings() {
            prop_assert!(finding.span().start <= finding.span().end && finding.span().end <= text.len());
        }
    }

    #[test]
    fn a_run_is_one_epc_after_the_other(dice in dice(), count in 1..40_u64) {
        let first = on_tag(&dice.epc());
        let Ok(run) = TagRange::new(&first, count) else {
            return Ok(());
        };
        let length = run.tag_length();
        let mut number: Option<u64> = None;
        for tag in run {
            let epc = Epc::from_bytes(&tag[..length])
                .map_err(|error| TestCaseError::fail(format!("{first:?} {tag:X?}: {error}")))?;
            prop_assert_eq!(epc.coding(), first.coding());
            let (_, last) = epc.parts().last().expect("a part");
            // The reference of a key whose serial is the reference: what stands before its check digit.
            let digits: String = match epc.scheme() {
                Scheme::Sscc | Scheme::Gsrn | Scheme::Gsrnp => last[last.len() - 5..last.len() - 1].into(),
                Scheme::Giai => last[usize::from(epc.prefix_length().unwrap_or_default())..].into(),
                _ => last.into(),
            };
            let now: u64 = digits.parse().map_err(|_| TestCaseError::fail(digits.clone()))?;
            if let Some(before) = number {
                prop_assert_eq!(now, (before + 1) % 10_u64.pow(if digits.len() == 4 { 4 } else { 19 }));
            }
            number = Some(now);
        }
    }
}
