//! Which certificate is checked, and which root is trusted for it.

use super::{Selection, State};
use crate::desk::{self, Kind, Thing};
use crate::units::{self, Fits, Input};

/// The unit that reads files.
const IMPORT: &str = units::IMPORT.id;

impl State {
    /// The certificate to be checked: of what was read last, the first that is
    /// one to be checked, or else the newest at hand. An example gives way to
    /// whatever was read.
    pub(super) fn leaf(&self, wants: &[Selection]) -> Option<Selection> {
        let read = self.read_last();
        let newest = || {
            let newest = wants.iter().find(|one| self.fits(&Fits::Leaf, None, one))?;
            let with = self.read_with(newest);
            self.first_leaf(&with).or_else(|| Some(newest.clone()))
        };
        let leaf = self.first_leaf(&read).or_else(newest);
        let is_example = leaf.as_ref().is_none_or(|one| {
            matches!(one, Selection::Made(..)) && self.look(one).is_some_and(|it| it.demonstration)
        });
        let is_read = |one: &&Selection| self.read(one).is_some();
        let any = || read.iter().chain(wants.iter().filter(is_read));
        let alone = any().find(|one| self.look(one).is_some_and(|it| !self.vouches(it.bytes)));
        let any = alone.or_else(|| any().next());
        any.filter(|_| is_example).cloned().or(leaf)
    }

    /// Whether a certificate is one to be checked. What was read is no leaf where
    /// it vouches for another, whatever it says of itself, and no server's where
    /// it is issued by itself and names no host.
    pub(in super::super) fn is_leaf(&self, one: &Selection, bytes: &[u8]) -> bool {
        let can_be = match self.read(one) {
            Some(_) => !desk::is_namely_issued_by(bytes, bytes),
            None if !desk::is_ca(bytes) => return true,
            None => false,
        };
        (can_be || desk::names_a_host(bytes)) && !self.vouches(bytes)
    }

    /// A thing of the desk that was read from a file.
    fn read(&self, one: &Selection) -> Option<&Thing> {
        let Selection::Desk(id) = one else {
            return None;
        };
        self.desk.find(*id).filter(|thing| thing.made_by == IMPORT)
    }

    /// The certificates that were read last and are on the desk, in their order;
    /// none where a newer one was made here.
    fn read_last(&self) -> Vec<Selection> {
        let Some(result) = self.exhibit(IMPORT).and_then(|it| it.result.as_ref()) else {
            return Vec::new();
        };
        let is_newer = |thing: &Thing| {
            thing.kind == Kind::Certificate
                && thing.made_by != IMPORT
                && thing.made_at > result.inputs.now
        };
        if self.desk.things().iter().any(is_newer) {
            return Vec::new();
        }
        let drafts = result.output.drafts.iter();
        let certificates = drafts.filter(|draft| draft.kind == Kind::Certificate);
        let ids = certificates.filter_map(|draft| self.on_desk(draft));
        ids.map(Selection::Desk).collect()
    }

    /// The certificates that were read at once with this one, in their order.
    fn read_with(&self, one: &Selection) -> Vec<Selection> {
        let Some(read) = self.read(one) else {
            return Vec::new();
        };
        let things = self.desk.things().iter();
        things
            .filter(|it| it.kind == read.kind && it.made_by == IMPORT)
            .filter(|it| it.made_at == read.made_at)
            .map(|it| Selection::Desk(it.id))
            .collect()
    }

    /// The first that is to be checked; one that signed itself after all others.
    fn first_leaf(&self, all: &[Selection]) -> Option<Selection> {
        let names_itself = |one: &Selection| {
            let look = self.look(one);
            look.is_some_and(|it| desk::is_namely_issued_by(it.bytes, it.bytes))
        };
        let leaves = || all.iter().filter(|one| self.fits(&Fits::Leaf, None, one));
        let first = leaves().find(|one| !names_itself(one));
        first.or_else(|| leaves().next()).cloned()
    }

    /// Whether a certificate is the issuer of another one that is at hand.
    fn vouches(&self, issuer: &[u8]) -> bool {
        let mut all = self.every();
        all.any(|(_, look)| {
            look.kind == Kind::Certificate
                && look.bytes != issuer
                && desk::is_issued_by(look.bytes, issuer)
        })
    }

    /// The root above a certificate: one that names itself as its issuer, by its
    /// key identifiers too, and is not the certificate itself. Where no key
    /// identifiers lead to one, the names alone may.
    pub(super) fn root_above(
        &self,
        certificate: &Selection,
        candidates: Vec<Selection>,
    ) -> Option<Selection> {
        let own = self.look(certificate)?.bytes;
        let others = candidates.into_iter();
        let others = others.filter(|one| self.look(one).is_some_and(|look| look.bytes != own));
        let others: Vec<Selection> = others.collect();
        let ways = [desk::is_issued_by, desk::is_namely_issued_by];
        ways.into_iter()
            .find_map(|is_issued_by| self.climb(certificate, others.clone(), is_issued_by))
    }

    /// Each step up takes what it finds out of the candidates, so certificates
    /// that vouch for each other end it too.
    fn climb(
        &self,
        certificate: &Selection,
        mut candidates: Vec<Selection>,
        is_issued_by: fn(&[u8], &[u8]) -> bool,
    ) -> Option<Selection> {
        let is_above = |below: &Selection, above: &Selection| {
            let both = self.look(below).zip(self.look(above));
            both.is_some_and(|(below, above)| is_issued_by(below.bytes, above.bytes))
        };
        let is_root = |one: &&Selection| {
            let look = self.look(one);
            look.is_some_and(|look| desk::is_issued_by(look.bytes, look.bytes))
        };
        let mut level = vec![certificate.clone()];
        while !level.is_empty() {
            let (above, others): (Vec<_>, _) = candidates
                .into_iter()
                .partition(|one| level.iter().any(|below| is_above(below, one)));
            if let Some(root) = above.iter().find(is_root) {
                return Some(root.clone());
            }
            (level, candidates) = (above, others);
        }
        None
    }

    /// Whether nothing of what was read last could be read.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        self.exhibit(IMPORT).is_some_and(|exhibit| {
            let result = exhibit.result.as_ref();
            exhibit.diagnosis.is_some()
                || result.is_some_and(|result| result.output.drafts.is_empty())
        })
    }

    /// Whether an example would be checked where the person has just tried to
    /// read something: its verdict would be taken for that of what was read.
    pub(super) fn hides_what_was_read(&self, input: &Input, found: &Selection) -> bool {
        matches!(input.fits, Fits::Leaf)
            && self.is_unread()
            && self.look(found).is_some_and(|look| look.demonstration)
    }

    /// Where what was just read is checked from now on, lets go of all that was
    /// set for another certificate; else of the root that was chosen.
    pub(in super::super) fn turn_to_what_was_read(&mut self) {
        for about in units::ALL {
            let mut inputs = about.inputs.iter();
            let Some(leaf) = inputs.find(|input| matches!(input.fits, Fits::Leaf)) else {
                continue;
            };
            let renewed = |which: fn(&Input) -> bool| {
                let mut next = self.clone();
                for input in about.inputs.iter().filter(|input| which(input)) {
                    next.change(about.id, |exhibit| exhibit.form.renew(input));
                }
                next
            };
            let all = renewed(|_| true);
            let checked = all.selection(about, leaf);
            *self = match checked.is_some_and(|one| self.read_last().contains(&one)) {
                true => all,
                false => renewed(|input| matches!(input.fits, Fits::IssuerOf(_))),
            };
        }
    }
}

#[cfg(test)]
mod tests;
