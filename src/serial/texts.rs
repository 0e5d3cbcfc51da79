//! Texts of consecutive numbers.

use core::marker::PhantomData;

/// The texts of consecutive numbers, in order. [`write_next`](Self::write_next) and
/// [`next_str`](Self::next_str) do not allocate.
#[derive(Clone, Debug)]
pub struct Texts<'a>(PhantomData<&'a [u8]>);

impl Texts<'_> {
    /// Appends the next text; `false` when there is none.
    pub fn write_next(&mut self, out: &mut String) -> bool {
        todo!("{out}")
    }

    /// The next text, until the one after it is asked for.
    pub fn next_str(&mut self) -> Option<&str> {
        todo!()
    }
}

impl Iterator for Texts<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        self.next_str().map(str::to_owned)
    }
}
