//! The pattern language: `( literal | "{" token ( ":" argument )* "}" )*`, with `{{` and `}}` for braces.

use super::error::{SchemeError, SchemeErrorKind};
use super::token::{TOKENS, Token, TokenKind};
use crate::text::Span;

/// One character that stands for itself, or one token; and where in the pattern.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) span: Span,
    pub(crate) content: Content,
}

#[derive(Clone, Debug)]
pub(crate) enum Content {
    Literal(char),
    Token(Token),
}

/// Reads a pattern: what each part is, not yet whether it makes a scheme.
pub(crate) fn parse(pattern: &str) -> Result<Vec<Part>, SchemeError> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(letter) = pattern.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = pattern.get(at..).unwrap_or_default();
        let (length, content) = if rest.starts_with("{{") || rest.starts_with("}}") {
            (2, Content::Literal(letter))
        } else if letter == '{' {
            let inner = token_text(rest).ok_or_else(|| unbalanced(at))?;
            let span = Span::new(at, at + inner.len() + 2);
            (span.len(), Content::Token(token(inner, span)?))
        } else if letter == '}' {
            return Err(unbalanced(at));
        } else {
            (letter.len_utf8(), Content::Literal(letter))
        };
        parts.push(Part {
            span: Span::new(at, at + length),
            content,
        });
        at += length;
    }
    Ok(parts)
}

/// What stands between the brace that opens `rest` and the one that closes it.
fn token_text(rest: &str) -> Option<&str> {
    let inner = rest.strip_prefix('{')?;
    let end = inner.find(['{', '}'])?;
    let (inner, closing) = inner.split_at_checked(end)?;
    closing.starts_with('}').then_some(inner)
}

fn unbalanced(at: usize) -> SchemeError {
    SchemeError::new(
        SchemeErrorKind::Syntax,
        Span::new(at, at + 1),
        format!(
            "unbalanced brace at {at}; a token is {{name}} or {{name:width}}, a brace itself is {{{{ or }}}}"
        ),
    )
}

fn token(inner: &str, span: Span) -> Result<Token, SchemeError> {
    let mut words = inner.split(':');
    let name = words.next().unwrap_or_default();
    let kind = TokenKind::find(name).ok_or_else(|| {
        let forms = TOKENS
            .iter()
            .map(|kind| kind.form)
            .collect::<Vec<_>>()
            .join(" ");
        let message = format!("unknown token {{{name}}}; there are {forms}");
        SchemeError::new(SchemeErrorKind::UnknownToken, span, message)
    })?;
    let arguments = words.collect::<Vec<_>>();
    kind.parse(&arguments)
        .map_err(|(kind, message)| SchemeError::new(kind, span, format!("{{{inner}}}: {message}")))
}
