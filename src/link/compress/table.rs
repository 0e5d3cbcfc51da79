//! Two hexadecimal digits that stand for several AIs.

/// An optimisation code: AIs that often stand together, and the byte that stands for all of them.
pub(super) struct Group {
    pub(super) code: u8,
    pub(super) ais: &'static [&'static str],
    /// Other tools disagree on the order of the AIs: GS1's toolkit sorts them. Read in both orders, never written.
    pub(super) disputed: bool,
    /// The AIs in the order of their digits.
    pub(super) sorted: &'static [&'static str],
}

const fn row(code: u8, ais: &'static [&'static str]) -> Group {
    Group {
        code,
        ais,
        disputed: false,
        sorted: ais,
    }
}

const fn disputed(
    code: u8,
    ais: &'static [&'static str],
    sorted: &'static [&'static str],
) -> Group {
    Group {
        code,
        ais,
        disputed: true,
        sorted,
    }
}

/// GS1 Digital Link 1.1, section 7: the codes for combinations of AIs. Each has a letter, so none is an AI.
#[rustfmt::skip]
pub(super) const GROUPS: &[Group] = &[
    row(0x0A, &["01", "22"]),
    row(0x0B, &["01", "10"]),
    row(0x0C, &["01", "21"]),
    row(0x0D, &["01", "17"]),
    row(0x0E, &["01", "7003"]),
    row(0x0F, &["01", "30"]),
    disputed(0x1A, &["01", "10", "21", "17"], &["01", "10", "17", "21"]),
    row(0x1B, &["01", "15"]),
    row(0x1C, &["01", "11"]),
    row(0x1D, &["01", "16"]),
    row(0x1E, &["01", "91"]),
    row(0x1F, &["01", "10", "15"]),
    row(0x2A, &["01", "3100"]),
    row(0x2B, &["01", "3101"]),
    row(0x2C, &["01", "3102"]),
    row(0x2D, &["01", "3103"]),
    row(0x2E, &["01", "3104"]),
    row(0x2F, &["01", "3105"]),
    row(0x3A, &["01", "3200"]),
    row(0x3B, &["01", "3201"]),
    row(0x3C, &["01", "3202"]),
    row(0x3D, &["01", "3203"]),
    row(0x3E, &["01", "3204"]),
    row(0x3F, &["01", "3205"]),
    row(0x9A, &["8010", "8011"]),
    row(0x9B, &["8017", "8019"]),
    row(0x9C, &["8018", "8019"]),
    disputed(0x9D, &["414", "254"], &["254", "414"]),
    row(0xA0, &["01", "3920"]),
    row(0xA1, &["01", "3921"]),
    row(0xA2, &["01", "3922"]),
    row(0xA3, &["01", "3923"]),
    row(0xA4, &["01", "3924"]),
    row(0xA5, &["01", "3925"]),
    row(0xA6, &["01", "3926"]),
    row(0xA7, &["01", "3927"]),
    row(0xA8, &["01", "3928"]),
    row(0xA9, &["01", "3929"]),
    row(0xC0, &["255", "3900"]),
    row(0xC1, &["255", "3901"]),
    row(0xC2, &["255", "3902"]),
    row(0xC3, &["255", "3903"]),
    row(0xC4, &["255", "3904"]),
    row(0xC5, &["255", "3905"]),
    row(0xC6, &["255", "3906"]),
    row(0xC7, &["255", "3907"]),
    row(0xC8, &["255", "3908"]),
    row(0xC9, &["255", "3909"]),
    row(0xCA, &["255", "3940"]),
    row(0xCB, &["255", "3941"]),
    row(0xCC, &["255", "3942"]),
    row(0xCD, &["255", "3943"]),
];

/// The group of a code.
pub(super) fn group(code: u8) -> Option<&'static Group> {
    let place = GROUPS.binary_search_by_key(&code, |group| group.code);
    place.ok().and_then(|place| GROUPS.get(place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ai::Dictionary;

    #[test]
    fn every_group_has_a_letter_and_known_ais() {
        for group in GROUPS {
            assert!(group.code & 15 > 9 || group.code >> 4 > 9);
            assert!(group.code >> 4 != 15, "F announces what is not of GS1");
            assert!(
                group
                    .ais
                    .iter()
                    .all(|ai| Dictionary::BUILTIN.get(ai).is_some())
            );
            let mut sorted = group.ais.to_vec();
            sorted.sort_unstable();
            assert_eq!(group.disputed, sorted != group.ais, "{:02X}", group.code);
            assert_eq!(group.sorted, sorted, "{:02X}", group.code);
        }
        assert!(GROUPS.is_sorted_by_key(|group| group.code));
    }
}
