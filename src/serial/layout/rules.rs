//! What a layout must keep: the characters and the shape of the key, what a check character can check, which
//! values split counters.

use super::{Layout, Stretches, VersionPlace};
use crate::serial::class::Class;
use crate::serial::definition::{Definition, Reset, Scope};
use crate::serial::error::{SchemeError, SchemeErrorKind};
use crate::serial::pattern::{Content, Part};
use crate::serial::permutation::SMALLEST_DOMAIN;
use crate::serial::secret::is_id;
use crate::serial::token::Token;
use crate::text::Span;

impl Layout {
    /// The character that says the key, and whether the definition names its key as it should.
    pub(super) fn take_key_version(
        &mut self,
        definition: &Definition,
        place: Option<VersionPlace>,
    ) -> Result<(), SchemeError> {
        let Definition {
            key_id,
            key_check,
            key_version,
            ..
        } = definition;
        let refuse =
            |span, message: String| Err(SchemeError::new(SchemeErrorKind::Key, span, message));
        if !self.sequence.field.is_random {
            if let Some(place) = place {
                return refuse(place.span, "{key} says which key the numbers are permuted with, and there is no {rnd:W:alphabet}".to_owned());
            }
            if !(key_id.is_empty() && key_check.is_empty() && key_version.is_empty()) {
                return refuse(
                    Span::default(),
                    "key_id, key_check and key_version are for {rnd:W:alphabet}, which the pattern does not have".to_owned(),
                );
            }
            return Ok(());
        }
        let is_check = key_check.len() == 8
            && key_check
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let is_unnamed = key_id.is_empty() && key_check.is_empty();
        let is_named = is_id(key_id) && is_check;
        if !(is_unnamed || is_named) {
            return refuse(
                Span::default(),
                format!(
                    "key_id '{}' and key_check '{}' name no key: an id of letters, digits, - and _, and the check value of 8 hexadecimal digits",
                    key_id.escape_debug(),
                    key_check.escape_debug()
                ),
            );
        }
        let Some(VersionPlace {
            at,
            span,
            is_own_field,
        }) = place
        else {
            return Ok(());
        };
        // In a field of its own the version is any character; as the first of {rnd} it is one of that alphabet.
        let letters = self.sequence.field.alphabet.letters();
        let default = if is_own_field {
            b'1'
        } else {
            letters
                .iter()
                .copied()
                .find(|letter| *letter != b'0')
                .unwrap_or(b'1')
        };
        let version = match key_version.as_bytes() {
            [] => default,
            [letter] if is_own_field || letters.contains(letter) => *letter,
            _ => {
                return refuse(
                    span,
                    format!(
                        "key_version '{}' is not one character{}",
                        key_version.escape_debug(),
                        if is_own_field {
                            ""
                        } else {
                            " of the alphabet, of which it takes the first place"
                        }
                    ),
                );
            }
        };
        if self
            .sequence
            .field
            .size()
            .is_some_and(|size| size < SMALLEST_DOMAIN)
        {
            let message = format!(
                "{} characters of base {} are random{}: FF1 needs {SMALLEST_DOMAIN} numbers to hide one among them (NIST SP 800-38G Rev. 1); write it wider",
                self.sequence.field.width,
                letters.len(),
                if is_own_field {
                    ""
                } else {
                    ", after the one that says the key"
                }
            );
            let kind = SchemeErrorKind::RandomDomain;
            return Err(SchemeError::new(kind, self.number_span, message));
        }
        self.key_version = Some(version);
        self.is_default_version = version == default;
        self.literals.push(at);
        if let Some(place) = self.template.get_mut(at) {
            *place = version;
        }
        Ok(())
    }

    /// Every character that may be written is one that the key has in that place.
    pub(super) fn check_characters(&self, stretches: &Stretches<'_>) -> Result<(), SchemeError> {
        for (part, at) in stretches {
            let class = self.class_of(part, at.start);
            for place in at.clone() {
                let allowed = self.carrier.class(place);
                let Some(letter) = class.letters().find(|letter| !allowed.contains(*letter)) else {
                    continue;
                };
                return Err(self.wrong_character(part, place, char::from(letter), allowed));
            }
            if let Content::Literal(letter) = part.content
                && !letter.is_ascii()
            {
                return Err(self.wrong_character(part, at.start, letter, Class::SET_82));
            }
        }
        Ok(())
    }

    fn wrong_character(
        &self,
        part: &Part,
        place: usize,
        letter: char,
        allowed: Class,
    ) -> SchemeError {
        let (letter, ai) = (letter.escape_debug(), self.carrier.ai);
        let message = if allowed == Class::SET_82 {
            format!(
                "'{letter}' is no character of AI {ai}; GS1 character set 82 has letters, digits and !\"%&'()*+,-./:;<=>?_"
            )
        } else {
            format!(
                "'{letter}' in place {} of AI {ai}, the {}, which has {} there",
                place + 1,
                self.carrier.key,
                allowed.describe()
            )
        };
        SchemeError::new(SchemeErrorKind::Characters, part.span, message)
    }

    /// What a part of the pattern may write from that place on.
    fn class_of(&self, part: &Part, start: usize) -> Class {
        match &part.content {
            Content::Literal(_) | Content::Token(Token::KeyVersion) => self
                .template
                .get(start)
                .map_or(Class::default(), |byte| Class::of(&[*byte])),
            Content::Token(Token::Sequence(field)) => field.alphabet.class(),
            Content::Token(Token::Date(field)) => field.class(),
            Content::Token(Token::Context(token, _)) => self
                .value(token.name)
                .map_or(token.class, |value| value.class),
            Content::Token(Token::Check(system)) => Class::of(system.written()),
        }
    }

    /// What the check character is over: all before it, but for literals that its system has no value for.
    pub(super) fn take_check(&mut self, stretches: &Stretches<'_>) -> Result<(), SchemeError> {
        let Some(mut check) = self.check.take() else {
            return Ok(());
        };
        let system = check.system;
        let alphabet = Class::of(system.alphabet());
        let refuse = |span, message| {
            Err(SchemeError::new(
                SchemeErrorKind::CheckAlphabet,
                span,
                message,
            ))
        };
        for (part, at) in stretches.iter().filter(|(_, at)| at.end <= check.at.start) {
            let class = self.class_of(part, at.start);
            match &part.content {
                Content::Literal(_) if !class.is_within(alphabet) => continue,
                Content::Token(Token::Context(token, _)) => {
                    let values = self.values.iter_mut().map(|value| &mut value.field);
                    for value in values.filter(|value| value.token.name == token.name) {
                        value.class = value.class.meet(alphabet);
                    }
                }
                _ if !class.is_within(alphabet) => {
                    let strange = class.letters().find(|letter| !alphabet.contains(*letter));
                    return refuse(
                        part.span,
                        format!(
                            "{{chk:{}}} cannot check '{}', which may stand before it; it checks {}",
                            system.name(),
                            strange.map(char::from).unwrap_or_default(),
                            alphabet.describe()
                        ),
                    );
                }
                _ => {}
            }
            check.over.extend(at.clone());
        }
        let span = stretches
            .iter()
            .find(|(_, at)| *at == check.at)
            .map_or(Span::default(), |(part, _)| part.span);
        // The GS1 pair has 23 weights; there is no other limit.
        if check.over.is_empty() || (system.name() == "gs1pair" && check.over.len() > 23) {
            return refuse(
                span,
                format!(
                    "{{chk:{}}} checks {} characters before it; {}",
                    system.name(),
                    check.over.len(),
                    if check.over.is_empty() {
                        "write it after them"
                    } else {
                        "it can check 23"
                    }
                ),
            );
        }
        self.check = Some(check);
        Ok(())
    }

    /// The length and the check digit of the key.
    pub(super) fn check_structure(&self, whole: Span) -> Result<(), SchemeError> {
        let (carrier, length) = (self.carrier, self.template.len());
        if length < carrier.min_length {
            let message = format!(
                "{length} characters: AI {}, the {}, has {}; write {} more",
                carrier.ai,
                carrier.key,
                carrier.min_length,
                carrier.min_length - length
            );
            return Err(SchemeError::new(SchemeErrorKind::TooShort, whole, message));
        }
        let Some(place) = carrier.check_digit else {
            return Ok(());
        };
        let is_there = self.check.as_ref().is_some_and(|check| {
            check.system.name() == "mod10"
                && check.at == (place..place + 1)
                && check.over.len() == place
        });
        if is_there {
            return Ok(());
        }
        let message = format!(
            "place {} of AI {}, the {}, is the check digit of all before it; write {{chk:mod10}} there",
            place + 1,
            carrier.ai,
            carrier.key
        );
        Err(SchemeError::new(
            SchemeErrorKind::KeyStructure,
            whole,
            message,
        ))
    }

    /// Which values of the context have counters of their own.
    pub(super) fn split(&mut self, definition: &Definition) -> Result<(), SchemeError> {
        let refuse = |message: String| {
            let kind = SchemeErrorKind::PartitionNotInText;
            Err(SchemeError::new(kind, Span::default(), message))
        };
        if self.carrier.ai != "21" && definition.scope != Scope::All {
            let message = format!(
                "AI {}, the {}, is a key of its own: its scope is all, not {}",
                self.carrier.ai, self.carrier.key, definition.scope
            );
            return Err(SchemeError::new(
                SchemeErrorKind::Scope,
                Span::default(),
                message,
            ));
        }
        let text = definition.partition.as_str();
        if !text.is_empty() {
            let names: Vec<&str> = if text == "-" {
                Vec::new()
            } else {
                text.split(' ').collect()
            };
            if let Some(name) = names.iter().find(|name| self.value(name).is_none()) {
                return refuse(format!(
                    "partition = \"{}\": the pattern does not write {{{}}}, so the counters of two of them would write one text",
                    text.escape_debug(),
                    name.escape_debug()
                ));
            }
            for value in &mut self.values {
                value.field.splits = names.contains(&value.field.token.name);
            }
        }
        if definition.reset == Reset::Shift
            && self.value("shift").is_some_and(|shift| !shift.splits)
        {
            return refuse(
                "reset=shift: each shift has a counter of its own; name shift in the partition"
                    .to_owned(),
            );
        }
        Ok(())
    }

    /// The partition's one written form: empty where all values split, else their names in the order of the pattern.
    pub(crate) fn partition_text(&self) -> String {
        let values = self.values.iter().map(|value| &value.field);
        let names: Vec<&str> = values
            .clone()
            .filter(|value| value.splits)
            .map(|value| value.token.name)
            .collect();
        match names.len() {
            count if count == values.count() => String::new(),
            0 => "-".to_owned(),
            _ => names.join(" "),
        }
    }
}
