//! What ink a label puts on paper: symbols, texts, filled boxes, pictures.

use std::sync::Arc;

use crate::font::{Face, FontError};
use crate::symbol::{Dpi, Emu, Matrix, Symbol};

/// A place on paper, from the top left corner, y downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// To the right.
    pub x: Emu,
    /// Downwards.
    pub y: Emu,
}

/// A turn in steps of a right angle, clockwise.
///
/// ```
/// use unitmark::label::Turn;
///
/// assert_eq!(Turn::of_degrees(270).map(Turn::degrees), Some(270));
/// assert_eq!(Turn::of_degrees(45), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Turn {
    /// Upright.
    #[default]
    None,
    /// 90 degrees: what was the top is to the right.
    Quarter,
    /// 180 degrees: upside down.
    Half,
    /// 270 degrees: what was the top is to the left.
    ThreeQuarters,
}

impl Turn {
    const ALL: [Self; 4] = [Self::None, Self::Quarter, Self::Half, Self::ThreeQuarters];

    /// The turn of 0, 90, 180 or 270 degrees.
    pub fn of_degrees(degrees: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|turn| turn.degrees() == degrees)
    }

    /// 0, 90, 180 or 270.
    pub const fn degrees(self) -> i64 {
        match self {
            Self::None => 0,
            Self::Quarter => 90,
            Self::Half => 180,
            Self::ThreeQuarters => 270,
        }
    }

    /// Whether width and height change places.
    pub const fn is_sideways(self) -> bool {
        matches!(self, Self::Quarter | Self::ThreeQuarters)
    }

    /// Both turns, one after the other.
    #[must_use]
    pub fn then(self, other: Self) -> Self {
        Self::of_degrees((self.degrees() + other.degrees()) % 360).unwrap_or_default()
    }

    /// Cosine and sine: page x is `x * cosine - y * sine`, page y is `x * sine + y * cosine`.
    pub const fn cosine_sine(self) -> (i64, i64) {
        match self {
            Self::None => (1, 0),
            Self::Quarter => (0, 1),
            Self::Half => (-1, 0),
            Self::ThreeQuarters => (0, -1),
        }
    }

    /// The place on paper of what lies so far to the right of `at` and below it before both turn about `at`.
    pub fn place(self, at: Point, right: Emu, down: Emu) -> Point {
        let (cosine, sine) = self.cosine_sine();
        Point {
            x: at.x + right * cosine - down * sine,
            y: at.y + right * sine + down * cosine,
        }
    }

    /// Where the top left corner of what fills a rectangle of paper after the turn lies.
    pub(crate) fn corner_of(self, from: Point, (width, height): (Emu, Emu)) -> Point {
        let (x, y) = match self {
            Self::None => (Emu::ZERO, Emu::ZERO),
            Self::Quarter => (width, Emu::ZERO),
            Self::Half => (width, height),
            Self::ThreeQuarters => (Emu::ZERO, height),
        };
        Point {
            x: from.x + x,
            y: from.y + y,
        }
    }

    /// The corners, top left and bottom right on paper, of a rectangle whose own top left corner turned about `at`.
    pub(crate) fn corners(
        self,
        at: Point,
        (left, top): (Emu, Emu),
        (right, bottom): (Emu, Emu),
    ) -> (Point, Point) {
        let (a, b) = (self.place(at, left, top), self.place(at, right, bottom));
        let least = Point {
            x: a.x.min(b.x),
            y: a.y.min(b.y),
        };
        let most = Point {
            x: a.x.max(b.x),
            y: a.y.max(b.y),
        };
        (least, most)
    }
}

/// One thing to draw. Places are relative to the label until a sheet moves them to the page.
#[derive(Clone, Debug)]
pub enum Mark {
    /// A symbol; `at` is the top left corner of its first module (the quiet zone lies outside).
    Symbol {
        /// The corner of the first module, on a whole dot.
        at: Point,
        /// How it is turned about that corner.
        turn: Turn,
        /// The X-dimension: whole dots.
        module: Emu,
        /// The height of one row: `module` for square modules, the bar height for a linear symbol.
        row_height: Emu,
        /// What to draw.
        symbol: Arc<Symbol>,
    },
    /// One line of text; `at` is the start of its baseline.
    Text {
        /// The start of the baseline.
        at: Point,
        /// How it is turned about that place.
        turn: Turn,
        /// The em height of the font.
        size: Emu,
        /// The font.
        face: Face,
        /// The line.
        text: String,
    },
    /// A filled rectangle: lines, boxes, bearer bars.
    Fill {
        /// Its top left corner.
        at: Point,
        /// To the right.
        width: Emu,
        /// Downwards.
        height: Emu,
    },
    /// A picture of ink and paper.
    Picture {
        /// Its own top left corner.
        at: Point,
        /// How it is turned about that corner.
        turn: Turn,
        /// The width and height of one of its points: whole printer dots.
        point: Emu,
        /// Its points.
        ink: Arc<Matrix>,
    },
}

impl Mark {
    /// The top left and the bottom right corner of what it inks; a text from its capitals' height to its descenders.
    pub(crate) fn ink(&self) -> Result<(Point, Point), FontError> {
        Ok(match self {
            Self::Symbol {
                at,
                turn,
                module,
                row_height,
                symbol,
            } => {
                let far = (
                    *module * i64::from(symbol.columns()),
                    *row_height * i64::from(symbol.rows()),
                );
                turn.corners(*at, (Emu::ZERO, Emu::ZERO), far)
            }
            Self::Text {
                at,
                turn,
                size,
                face,
                text,
            } => {
                let top = -face.cap_height(*size);
                let far = (face.width(text, *size)?, face.descent(*size));
                turn.corners(*at, (Emu::ZERO, top), far)
            }
            Self::Fill { at, width, height } => {
                Turn::None.corners(*at, (Emu::ZERO, Emu::ZERO), (*width, *height))
            }
            Self::Picture {
                at,
                turn,
                point,
                ink,
            } => {
                let far = (
                    *point * i64::from(ink.columns()),
                    *point * i64::from(ink.rows()),
                );
                turn.corners(*at, (Emu::ZERO, Emu::ZERO), far)
            }
        })
    }

    /// The mark after it has turned with all that is around it about the label's corner, and moved to `corner`.
    #[must_use]
    pub(crate) fn turned(mut self, around: Turn, corner: Point) -> Self {
        match &mut self {
            Self::Symbol { at, turn, .. }
            | Self::Text { at, turn, .. }
            | Self::Picture { at, turn, .. } => {
                *at = around.place(corner, at.x, at.y);
                *turn = turn.then(around);
            }
            Self::Fill { at, width, height } => {
                let far = (at.x + *width, at.y + *height);
                let (least, most) = around.corners(corner, (at.x, at.y), far);
                *at = least;
                (*width, *height) = (most.x - least.x, most.y - least.y);
            }
        }
        self
    }
}

/// Moves a symbol, and all that belongs to it, to the next whole dot of the page: to the right and downwards before `turn`,
/// which is where a dot more was kept free.
pub(crate) fn to_next_dot(marks: &mut [Mark], dpi: Dpi, turn: Turn) {
    let dot = dpi.dot();
    let next = |length: Emu, forwards: bool| {
        let reach = if forwards { dot - Emu(1) } else { Emu::ZERO };
        dot * ((length + reach) / dot) - length
    };
    let anchor = marks.iter().find_map(|mark| match mark {
        Mark::Symbol { at, .. } | Mark::Picture { at, .. } => Some(*at),
        Mark::Text { .. } | Mark::Fill { .. } => None,
    });
    if let Some(anchor) = anchor {
        let towards = turn.place(Point::default(), Emu(1), Emu(1));
        let by = Point {
            x: next(anchor.x, towards.x > Emu::ZERO),
            y: next(anchor.y, towards.y > Emu::ZERO),
        };
        for mark in marks {
            *mark = mark.clone().turned(Turn::None, by);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mark(x: i64, y: i64, width: i64, height: i64) -> Mark {
        Mark::Fill {
            at: Point {
                x: Emu(x),
                y: Emu(y),
            },
            width: Emu(width),
            height: Emu(height),
        }
    }

    proptest! {
        #[test]
        fn four_quarter_turns_leave_a_mark_as_it_was(
            x in -900_i64..900, y in -900_i64..900, width in 0_i64..900, height in 0_i64..900,
        ) {
            let fill = mark(x, y, width, height);
            let mut turned = fill.clone();
            for _ in 0..4 {
                turned = turned.turned(Turn::Quarter, Point::default());
            }
            prop_assert_eq!(format!("{:?}", turned), format!("{:?}", fill));
        }
    }

    #[test]
    fn a_quarter_turn_is_clockwise() {
        // A label 100 wide turns about its corner and moves right by its height, 40.
        let corner = Point {
            x: Emu(40),
            y: Emu(0),
        };
        let Mark::Fill { at, width, height } = mark(10, 5, 30, 2).turned(Turn::Quarter, corner)
        else {
            panic!("still a fill");
        };
        assert_eq!((at.x, at.y), (Emu(33), Emu(10)));
        assert_eq!((width, height), (Emu(2), Emu(30)));
        assert_eq!(Turn::Quarter.then(Turn::ThreeQuarters), Turn::None);
    }
}
