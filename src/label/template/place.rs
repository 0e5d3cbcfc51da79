//! Where an item lies: distances from the edges of the label.

use crate::label::{Point, Turn};
use crate::symbol::Emu;

/// A rectangle on paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Rect {
    pub from: Point,
    pub to: Point,
}

impl Rect {
    pub(super) fn new(x: Emu, y: Emu, width: Emu, height: Emu) -> Self {
        Self {
            from: Point { x, y },
            to: Point {
                x: x + width,
                y: y + height,
            },
        }
    }

    pub(super) fn width(&self) -> Emu {
        self.to.x - self.from.x
    }

    pub(super) fn height(&self) -> Emu {
        self.to.y - self.from.y
    }

    /// Whether both have ink in common; edges that touch have none.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.from.x < other.to.x
            && other.from.x < self.to.x
            && self.from.y < other.to.y
            && other.from.y < self.to.y
    }

    /// Whether the other reaches nowhere beyond it.
    pub(super) fn holds(&self, other: &Self) -> bool {
        self.from.x <= other.from.x
            && self.from.y <= other.from.y
            && other.to.x <= self.to.x
            && other.to.y <= self.to.y
    }

    /// The same after it has turned about the corner of what is around it, and moved to `corner`.
    pub(super) fn turned(&self, turn: Turn, corner: Point) -> Self {
        let (from, to) = turn.corners(corner, (self.from.x, self.from.y), (self.to.x, self.to.y));
        Self { from, to }
    }
}

/// One direction: distances from the near and the far edge, and a length; two of them at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub near: Option<Emu>,
    pub far: Option<Emu>,
    pub length: Option<Emu>,
}

/// Where an item lies in its room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Align {
    #[default]
    Start,
    Middle,
    End,
}

impl Align {
    /// How far from the room's near edge something begins.
    pub(super) fn aside(self, free: Emu) -> Emu {
        match self {
            Self::Start => Emu::ZERO,
            Self::Middle => Emu(free.0.max(0) / 2),
            Self::End => Emu(free.0.max(0)),
        }
    }
}

impl Span {
    /// Where the room begins and ends on a label of this length; what is not said reaches to the margin.
    pub(super) fn room(&self, label: Emu, margin: Emu) -> (Emu, Emu) {
        let Self { near, far, length } = *self;
        match (near, far, length) {
            (Some(near), _, Some(length)) => (near, near + length),
            (None, Some(far), Some(length)) => (label - far - length, label - far),
            (near, far, None) => (near.unwrap_or(margin), label - far.unwrap_or(margin)),
            (None, None, Some(length)) => (margin, margin + length),
        }
    }

    /// An item that is held at its far edge only lies there.
    pub(super) fn usual_align(&self) -> Align {
        if self.far.is_some() && self.near.is_none() && self.length.is_none() {
            Align::End
        } else {
            Align::Start
        }
    }

    /// Whether a length was asked for, not only a place.
    pub(super) fn is_fixed(&self) -> bool {
        self.length.is_some() || (self.near.is_some() && self.far.is_some())
    }
}

/// Where an item lies on its label, and how it is turned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub across: Span,
    pub down: Span,
    pub turn: Turn,
}

impl Place {
    /// The room on the label.
    pub(super) fn room(&self, (width, height): (Emu, Emu), margin: Emu) -> Rect {
        let (left, right) = self.across.room(width, margin);
        let (top, bottom) = self.down.room(height, margin);
        Rect {
            from: Point { x: left, y: top },
            to: Point {
                x: right,
                y: bottom,
            },
        }
    }

    /// The room's width and height as the item sees them.
    pub(super) fn own_size(&self, room: &Rect) -> (Emu, Emu) {
        if self.turn.is_sideways() {
            (room.height(), room.width())
        } else {
            (room.width(), room.height())
        }
    }

    /// The spans as the item sees them.
    pub(super) fn own_spans(&self) -> (Span, Span) {
        if self.turn.is_sideways() {
            (self.down, self.across)
        } else {
            (self.across, self.down)
        }
    }

    /// Where the item's own top left corner lies on the label.
    pub(super) fn corner(&self, room: &Rect) -> Point {
        self.turn
            .corner_of(room.from, (room.width(), room.height()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(near: Option<i64>, far: Option<i64>, length: Option<i64>) -> (i64, i64) {
        let mm = |length: Option<i64>| length.map(|length| Emu::MM * length);
        let span = Span {
            near: mm(near),
            far: mm(far),
            length: mm(length),
        };
        let (from, to) = span.room(Emu::MM * 100, Emu::MM * 2);
        (from / Emu::MM, to / Emu::MM)
    }

    #[test]
    fn what_is_not_said_reaches_to_the_margin() {
        assert_eq!(span(None, None, None), (2, 98));
        assert_eq!(span(Some(10), None, None), (10, 98));
        assert_eq!(span(None, Some(10), None), (2, 90));
        assert_eq!(span(Some(10), Some(20), None), (10, 80));
        assert_eq!(span(Some(10), None, Some(30)), (10, 40));
        assert_eq!(span(None, Some(10), Some(30)), (60, 90));
    }

    #[test]
    fn what_fills_a_room_fills_it_after_each_turn_too() {
        let room = Rect::new(Emu(10), Emu(20), Emu(30), Emu(70));
        for degrees in [0, 90, 180, 270] {
            let turn = Turn::of_degrees(degrees).expect("a right angle");
            let place = Place {
                turn,
                ..Place::default()
            };
            let (width, height) = place.own_size(&room);
            let own = Rect::new(Emu(0), Emu(0), width, height);
            assert_eq!(own.turned(turn, place.corner(&room)), room, "{degrees}");
        }
    }
}
