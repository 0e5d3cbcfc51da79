//! A label layout on stock; when it does not fit, the stock that would.

use super::{STOCKS, Stock};
use crate::label::{LabelContent, LabelError, LabelSpec, Layout};
use crate::symbol::{Dpi, Symbology};

impl Stock {
    /// Lays out a label of this stock for the widest content of a row.
    ///
    /// # Errors
    /// What [`Layout::fit`] says; a label that is too small also names stock that would do.
    pub fn fit(
        &self,
        dpi: Dpi,
        symbology: &'static Symbology,
        worst: &LabelContent,
    ) -> Result<Layout, LabelError> {
        let (width, height) = (self.label_width(), self.label_height());
        self.fit_as(&LabelSpec::new(width, height, dpi, symbology), worst)
    }

    /// The same for a use, fonts and a turn of one's own: of `spec`, all counts but the size and the margin.
    ///
    /// # Errors
    /// As [`Stock::fit`].
    pub fn fit_as(&self, spec: &LabelSpec, worst: &LabelContent) -> Result<Layout, LabelError> {
        let fit = |stock: &Self| {
            let (mut width, mut height) = (stock.label_width(), stock.label_height());
            if spec.turn.is_sideways() {
                (width, height) = (height, width);
            }
            let sized = LabelSpec {
                use_: spec.use_,
                fonts: spec.fonts.clone(),
                turn: spec.turn,
                ..LabelSpec::new(width, height, spec.dpi, spec.symbology)
            };
            Layout::fit(sized, worst)
        };
        fit(self).map_err(|error| match error {
            LabelError::TooSmall(mut small) => {
                let mut fitting: Vec<&Stock> =
                    STOCKS.iter().filter(|stock| fit(stock).is_ok()).collect();
                // The same kind of paper first, then the least larger label.
                fitting.sort_by_key(|stock| {
                    (
                        stock.media() != self.media(),
                        stock.label_width().0.saturating_mul(stock.label_height().0),
                    )
                });
                small.stocks = fitting
                    .iter()
                    .take(3)
                    .map(|stock| stock.name().to_owned())
                    .collect();
                LabelError::TooSmall(small)
            }
            other => other,
        })
    }
}
