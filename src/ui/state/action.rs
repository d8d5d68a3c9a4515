//! Everything that can happen to what the page knows.

use super::{Arriving, Ending, Keep, Seed, Selection, Showing};
use crate::desk::{self, Draft, ThingId};
use crate::engine::trace::Report;
use crate::link::JobId;
use crate::link::address::View;
use crate::units::{About, File, Inputs, Size};
use std::rc::Rc;

/// Something that happens.
#[derive(Clone, Debug)]
pub enum Action {
    /// An exhibit appears on the page, with fresh randomness for it.
    Open(&'static About, Seed),
    /// The numbers are to be of this size from now on.
    Resize(Size),
    /// An exhibit is looked at in a way of its own, or none.
    Look(Option<(&'static str, View)>),
    /// A field is filled in.
    Fill(&'static str, String, Rc<str>),
    /// The fields are set so that the exhibit breaks; an earlier break is taken
    /// back first.
    Break(&'static str, &'static [(&'static str, &'static str)]),
    /// The break is taken back.
    Mend(&'static str),
    /// The exhibit begins anew with what its form holds.
    Renew(&'static str),
    /// A step of the exhibit is wanted on its stage.
    Show(&'static str, String),
    /// A thing is chosen in a field.
    Choose(&'static str, String, Selection),
    /// A thing came with an address, at this time: it goes onto the desk and into
    /// a field.
    Enclose(&'static str, String, Draft, u64),
    /// A file was handed in from outside.
    HandIn(&'static str, File),
    /// Randomness comes from a word, with the clock at this time; from the
    /// person's own, and with the clock as it goes, when it is empty.
    Word(&'static str, String, u64),
    /// The person's own randomness is drawn anew.
    Draw(&'static str, Seed),
    /// The form goes back to its defaults.
    Reset(&'static str),
    /// A run was started.
    Started(&'static str, JobId, Inputs, Keep),
    /// Runs report.
    Heard(&'static str, JobId, Vec<Report>),
    /// A run ended, at this time.
    Ended(&'static str, JobId, Box<Ending>, u64),
    /// A run was cancelled.
    Cancelled(&'static str),
    /// What an exhibit made is put on the desk, at this time.
    Keep(&'static str, u64),
    /// Something happens to the desk.
    Desk(desk::Action),
    /// The person is told something.
    Say(String),
    /// An address was followed: what could not be understood of it.
    Followed(Vec<String>),
    /// The oldest message was read.
    Heed,
    /// Things of the desk went into a file.
    Saved(Vec<ThingId>),
    /// Whether the desk survives a reload.
    Survive(bool),
    /// A desk file waits for the person, or no longer.
    Arrive(Option<Arriving>),
    /// The start shows its connection in this way from now on.
    Connect(Showing),
    /// The page has been open for a while.
    Idle,
}
