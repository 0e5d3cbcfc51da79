//! The check digit of freight containers (ISO 6346, annex A).

/// The check digit after owner code, category and serial number, `CSQU305438`; `None` for anything but four capitals and six digits.
///
/// ```
/// use unitmark::check::iso_6346;
///
/// assert_eq!(iso_6346(b"CSQU305438"), Some(3));
/// assert_eq!(iso_6346(b"CSQ3305438"), None);
/// ```
pub fn iso_6346(text: &[u8]) -> Option<u8> {
    let (letters, digits) = text.split_at_checked(4)?;
    if digits.len() != 6
        || !letters.iter().all(u8::is_ascii_uppercase)
        || !digits.iter().all(u8::is_ascii_digit)
    {
        return None;
    }
    let sum: u32 = text
        .iter()
        .zip(0..)
        .map(|(&byte, place)| value(byte) << place)
        .sum();
    Some((sum % 11 % 10) as u8)
}

/// Letters count from 10, and no multiple of 11 is given to one.
fn value(byte: u8) -> u32 {
    match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        _ => {
            let place = u32::from(byte.saturating_sub(b'A'));
            10 + place + place.div_ceil(10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_the_values_of_the_standard() {
        let values: [u32; 26] = [
            10, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 34,
            35, 36, 37, 38,
        ];
        for (letter, expected) in (b'A'..=b'Z').zip(values) {
            assert_eq!(value(letter), expected, "{}", char::from(letter));
        }
    }

    #[test]
    fn check_digits_of_containers_are_computed() {
        for (number, digit) in [("CSQU305438", 3), ("MSKU907032", 3), ("TGHU759933", 0)] {
            assert_eq!(iso_6346(number.as_bytes()), Some(digit), "{number}");
        }
        for none in ["", "CSQU30543", "CSQU3054383", "csqu305438", "CSQU30543X"] {
            assert_eq!(iso_6346(none.as_bytes()), None, "{none}");
        }
    }
}
