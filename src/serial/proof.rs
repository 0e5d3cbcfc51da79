//! The static proof: every day of the horizon is written out, and no two periods may write one date.
//!
//! Together with exact widths that is the whole proof. The position of each field is fixed, so the text of
//! a serial gives the date as written, each value of the context, and the number; and the date as written gives
//! one period. Serials of different periods, partitions or numbers therefore differ, and each reads back one way.
//!
//! Two days of *one* period may write one date or two: what the text says beyond the period is the stamp of
//! the slot, and no two serials of a period share a number whatever their stamps.

use jiff::civil::Date;

use super::class::Class;
use super::definition::{Definition, Reset};
use super::error::{Collision, SchemeError, SchemeErrorKind};
use super::layout::{Layout, Placed};
use super::period::Period;
use super::token::{DatePart, Moment};
use crate::text::Span;

/// A horizon of so many years is proved in some milliseconds, and plants do not plan further.
const LONGEST_HORIZON: i64 = 100;

/// The days of a horizon by the date that they write.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    /// The date as one number, its digits in the order of the pattern, and the first day that writes it; by number.
    days: Vec<(u128, Date)>,
}

impl Calendar {
    /// Walks the horizon. The error names the first day that writes what an earlier day of another period wrote.
    pub(crate) fn prove(definition: &Definition, layout: &Layout) -> Result<Self, SchemeError> {
        check_horizon(definition.horizon_from, definition.horizon_until)?;
        let reset = definition.reset;
        if reset == Reset::Shift && layout.value("shift").is_none() {
            return Err(SchemeError::new(
                SchemeErrorKind::PeriodNotToldApart,
                layout.date_span,
                "reset=shift: two shifts of one day write the same text; write {shift} into the pattern",
            ));
        }
        for date in &layout.dates {
            let years = date
                .field
                .check_years(definition.horizon_from, definition.horizon_until);
            years.map_err(|message| {
                SchemeError::new(SchemeErrorKind::YearRunsOut, layout.date_span, message)
            })?;
        }
        let mut days = Vec::new();
        let mut day = definition.horizon_from;
        loop {
            days.push((layout.date_number(day), day));
            match day.tomorrow() {
                Ok(next) if next <= definition.horizon_until => day = next,
                _ => break,
            }
        }
        // Stable: the days that write one date stay in order.
        days.sort_by_key(|(number, _)| *number);
        let collision = days
            .chunk_by(|one, next| one.0 == next.0)
            .filter_map(|same| {
                let (_, earlier) = *same.first()?;
                let period = Period::containing(reset, earlier);
                let (_, later) = same
                    .iter()
                    .find(|(_, day)| Period::containing(reset, *day) != period)?;
                Some((*later, earlier))
            })
            .min();
        if let Some((later, earlier)) = collision {
            return Err(not_told_apart(reset, layout, earlier, later));
        }
        days.dedup_by_key(|(number, _)| *number);
        check_week_year(layout)?;
        Ok(Self { days })
    }

    /// The first day that writes the date of this text; `None` when no day of the horizon does.
    pub(crate) fn day(&self, layout: &Layout, text: &[u8]) -> Option<Date> {
        let number = layout.read_date(text)?;
        let place = self
            .days
            .binary_search_by_key(&number, |(number, _)| *number)
            .ok()?;
        self.days.get(place).map(|(_, day)| *day)
    }

    /// How many periods the horizon has.
    pub(crate) fn periods(definition: &Definition) -> u64 {
        let mut days = Some(definition.horizon_from);
        let mut periods = 0;
        // From one period to the day after it.
        while let Some(day) = days.filter(|day| *day <= definition.horizon_until) {
            periods += 1;
            let last = Period::containing(definition.reset, day).last_day();
            days = last.and_then(|last| last.tomorrow().ok());
        }
        periods
    }

    /// One day for each date that is written.
    pub(crate) fn days(&self) -> impl Iterator<Item = Date> {
        self.days.iter().map(|(_, day)| *day)
    }

    /// What is written at each position of a date: as many sets as the text has positions, empty outside dates.
    pub(crate) fn classes(&self, layout: &Layout) -> Vec<Class> {
        let mut classes = vec![Class::default(); layout.template.len()];
        let mut text = layout.template.clone();
        for day in self.days() {
            layout.write_date(Moment { day, hour: 0 }, &mut text);
            for date in &layout.dates {
                for (class, letter) in classes
                    .iter_mut()
                    .zip(&text)
                    .take(date.at.end)
                    .skip(date.at.start)
                {
                    class.insert(*letter);
                }
            }
        }
        let any_day = Date::default();
        for date in layout
            .dates
            .iter()
            .filter(|date| !date.field.token.of_a_day)
        {
            for hour in 0..24 {
                let mut digits = [0; 2];
                date.field.write(Moment { day: any_day, hour }, &mut digits);
                for (class, letter) in classes.iter_mut().skip(date.at.start).zip(digits) {
                    class.insert(letter);
                }
            }
        }
        classes
    }
}

impl Layout {
    /// Writes all of the date at its positions.
    pub(crate) fn write_date(&self, moment: Moment, text: &mut [u8]) {
        for date in &self.dates {
            if let Some(field) = text.get_mut(date.at.clone()) {
                date.field.write(moment, field);
            }
        }
    }

    /// The first text of a day, with letters or digits of no meaning for the values of the context.
    pub(crate) fn example(&self, day: Date) -> String {
        let mut text = self.template.clone();
        for value in &self.values {
            let class = value.field.class;
            let letter = [b'A', b'0']
                .into_iter()
                .find(|letter| class.contains(*letter));
            let letter = letter.or_else(|| class.letters().next()).unwrap_or(b'0');
            if let Some(field) = text.get_mut(value.at.clone()) {
                field.fill(letter);
            }
        }
        self.write_date(Moment { day, hour: 0 }, &mut text);
        let Placed {
            field: sequence,
            at,
        } = &self.sequence;
        if let Some(field) = text.get_mut(at.clone()) {
            sequence.write(sequence.first(), field);
        }
        if let Some(check) = &self.check {
            check.write(&mut text);
        }
        String::from_utf8_lossy(&text).into_owned()
    }

    /// `{ww}` beside a year of the calendar, without the year of the week.
    fn has_week_of_another_year(&self) -> bool {
        self.writes_date(&["ww"])
            && self.writes_date(&["yyyy", "yy", "y", "year"])
            && !self.writes_date(&["gggg", "gg", "gyear"])
    }

    /// The parts of the date in the order of the pattern, as one number; without the hour, which tells no periods apart.
    fn date_number(&self, day: Date) -> u128 {
        let moment = Moment { day, hour: 0 };
        self.dates_of_a_day()
            .fold(0, |number, date| date.field.append(number, moment))
    }

    /// The number of the date in a text; `None` where none is written.
    fn read_date(&self, text: &[u8]) -> Option<u128> {
        self.dates_of_a_day().try_fold(0, |number, date| {
            date.field.append_text(number, text.get(date.at.clone())?)
        })
    }

    fn dates_of_a_day(&self) -> impl Iterator<Item = &Placed<DatePart>> {
        self.dates.iter().filter(|date| date.field.token.of_a_day)
    }
}

fn check_horizon(from: Date, until: Date) -> Result<(), SchemeError> {
    let refuse = |message: String| {
        Err(SchemeError::new(
            SchemeErrorKind::Horizon,
            Span::default(),
            message,
        ))
    };
    if from.year() < 1 {
        return refuse(format!("horizon_from {from}: years are 1 to 9999"));
    }
    if until < from {
        return refuse(format!(
            "the horizon ends on {until}, before it begins on {from}"
        ));
    }
    let days = i64::from(from.until(until).map_or(i32::MAX, |span| span.get_days()));
    if days > LONGEST_HORIZON * 366 {
        return refuse(format!(
            "the horizon {from} to {until} is longer than {LONGEST_HORIZON} years; give a nearer horizon_until"
        ));
    }
    Ok(())
}

fn not_told_apart(reset: Reset, layout: &Layout, earlier: Date, later: Date) -> SchemeError {
    let text = layout.example(later);
    let way_out = if layout.has_week_of_another_year() {
        "write {gggg} or {gg}, the year of the ISO week".to_owned()
    } else {
        format!(
            "write more of the date into the pattern, reset less often, or end the horizon before {later}"
        )
    };
    let message =
        format!("reset={reset}: {later} writes the same text '{text}' as {earlier}; {way_out}");
    SchemeError::new(
        SchemeErrorKind::PeriodNotToldApart,
        layout.date_span,
        message,
    )
    .with_collision(Collision {
        text,
        earlier,
        later,
    })
}

/// A year of the calendar beside a week of ISO 8601 misleads whoever reads it, even where no counter is reset by it.
fn check_week_year(layout: &Layout) -> Result<(), SchemeError> {
    if layout.has_week_of_another_year() {
        let message = "{ww} beside a year of the calendar: 2024-12-30 is in week 01 of 2025, and would be written as \
                       week 01 of 2024; write {gggg} or {gg}, the year of the week";
        return Err(SchemeError::new(
            SchemeErrorKind::YearWithWeek,
            layout.date_span,
            message,
        ));
    }
    Ok(())
}
