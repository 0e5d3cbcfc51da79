//! Lengths that stay exact: EMU for paper, dots for printers.

use core::fmt;
use core::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// A length in English Metric Units: 914,400 to the inch, 36,000 to the millimetre.
///
/// Micrometres, points, inch fractions and the dots of 203 (8 to the mm), 300, 600 and 1200 dpi
/// printers are whole numbers of it, so a layout never rounds.
///
/// ```
/// use unitmark::symbol::{Dpi, Emu};
///
/// assert_eq!(Emu::from_mm(25.4), Emu::from_inches(1.0));
/// assert_eq!(Dpi::new(600)?.dot() * 600, Emu::from_inches(1.0));
/// # Ok::<(), unitmark::symbol::DpiError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Emu(pub i64);

impl Emu {
    /// No length.
    pub const ZERO: Self = Self(0);
    /// One millimetre.
    pub const MM: Self = Self(36_000);
    /// One inch.
    pub const INCH: Self = Self(914_400);
    /// One point, 1/72 inch.
    pub const POINT: Self = Self(12_700);

    /// Rounded to the nearest EMU (28 nm).
    pub fn from_mm(mm: f64) -> Self {
        Self((mm * 36_000.0).round() as i64)
    }

    /// Micrometres, exact.
    pub const fn from_um(um: i64) -> Self {
        Self(um * 36)
    }

    /// Rounded to the nearest EMU.
    pub fn from_inches(inches: f64) -> Self {
        Self((inches * 914_400.0).round() as i64)
    }

    /// Rounded to the nearest EMU.
    pub fn from_points(points: f64) -> Self {
        Self((points * 12_700.0).round() as i64)
    }

    /// In millimetres.
    pub fn mm(self) -> f64 {
        self.0 as f64 / 36_000.0
    }

    /// In points of 1/72 inch.
    pub fn points(self) -> f64 {
        self.0 as f64 / 12_700.0
    }
}

/// Millimetres with as many places as it takes, three at most: `63.5 mm`.
impl fmt::Display for Emu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.3}", self.mm());
        let text = text.trim_end_matches('0').trim_end_matches('.');
        write!(f, "{text} mm")
    }
}

impl Add for Emu {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Emu {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Emu {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl SubAssign for Emu {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Neg for Emu {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Mul<i64> for Emu {
    type Output = Self;
    fn mul(self, factor: i64) -> Self {
        Self(self.0.saturating_mul(factor))
    }
}

/// How often the divisor goes into the length, rounded down; nothing for a divisor of 0.
impl Div for Emu {
    type Output = i64;
    fn div(self, divisor: Self) -> i64 {
        self.0.checked_div_euclid(divisor.0).unwrap_or(0)
    }
}

/// A printer's resolution. 203 means 8 dots to the millimetre, as the heads sold under that number have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Dpi(u32);

/// A resolution that is no printer's: 0, above 4800, or one whose dot is no whole number of EMU.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0} dpi is no resolution that can be drawn exactly: use 203, 300, 400, 600, 720, 1200 or 2400"
)]
pub struct DpiError(pub u32);

impl Dpi {
    /// Checks a number of dots per inch.
    ///
    /// # Errors
    /// `0`, `301`, `9600`: not a whole number of EMU to the dot, or no printer's.
    pub const fn new(dpi: u32) -> Result<Self, DpiError> {
        match dpi {
            203 => Ok(Self(203)),
            150..=4800 if 914_400 % dpi == 0 => Ok(Self(dpi)),
            _ => Err(DpiError(dpi)),
        }
    }

    /// The number it is called by: 203, 300, 600.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The pitch of its dots.
    pub const fn dot(self) -> Emu {
        match self.0 {
            203 => Emu(4_500),
            dpi => Emu(914_400 / dpi as i64),
        }
    }

    /// The nearest whole dot.
    pub fn snap(self, length: Emu) -> Emu {
        let dot = self.dot();
        dot * ((length + Emu(dot.0 / 2)) / dot)
    }

    /// Dots per metre, as PNG's `pHYs` has it.
    pub fn per_metre(self) -> u32 {
        match self.0 {
            203 => 8_000,
            dpi => (dpi * 10_000 + 127) / 254,
        }
    }
}

impl fmt::Display for Dpi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} dpi", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dots_of_usual_heads_are_whole_emu() {
        for (dpi, dot) in [(203, 4_500), (300, 3_048), (600, 1_524), (1200, 762)] {
            assert_eq!(Dpi::new(dpi).map(Dpi::dot), Ok(Emu(dot)));
        }
        assert_eq!(Dpi::new(301), Err(DpiError(301)));
        assert_eq!(Dpi::new(0), Err(DpiError(0)));
    }

    #[test]
    fn snapping_goes_to_the_nearest_dot_on_both_sides_of_zero() {
        let dpi = Dpi::new(203).expect("a usual resolution");
        assert_eq!(dpi.snap(Emu(4_499)), Emu(4_500));
        assert_eq!(dpi.snap(Emu(2_249)), Emu(0));
        assert_eq!(dpi.snap(Emu(-4_400)), Emu(-4_500));
    }

    #[test]
    fn a_length_prints_in_millimetres() {
        assert_eq!(Emu::from_mm(63.5).to_string(), "63.5 mm");
        assert_eq!(Emu::from_um(254).to_string(), "0.254 mm");
    }
}
