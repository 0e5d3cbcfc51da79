//! `unitmark stock`: the label stock catalogue.
