//! The desk's state and everything that can happen to it.

use super::{Draft, Kind, Origin, Thing, ThingId, key_of};
use crate::engine::text::Text;

/// The things on the desk, in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desk {
    things: Vec<Thing>,
    last: u32,
    /// What was taken away last, with its places, until the next deletion.
    bin: Vec<(usize, Thing)>,
}

/// What a run made and the person wants to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The unit that made them.
    pub made_by: Text,
    /// When, in seconds since 1970-01-01 UTC.
    pub made_at: u64,
    /// The drafts, in the run's order.
    pub drafts: Vec<Draft>,
    /// Those of them that are not put on the desk, by index.
    pub left_out: Vec<usize>,
    /// For each input of the unit, by index: the thing handed in through it,
    /// where that is on the desk.
    pub inputs: Vec<Option<ThingId>>,
}

/// Something that happens to the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Things are put on it. What is there already, by its bytes, stays one.
    Keep(Batch),
    /// A thing gets another name; an empty one changes nothing.
    Rename(ThingId, String),
    /// A thing is taken away; [`Action::Undo`] brings it back.
    Delete(ThingId),
    /// What was taken away last comes back.
    Undo,
    /// Of the things of a file, those with these numbers are added, under
    /// new numbers. What is there already, by its bytes, stays one.
    Load(Vec<Thing>, Vec<ThingId>),
    /// Another page of the same browser keeps the same desk and has written
    /// these things: they are taken over as they are, with their numbers.
    /// What lies here and was not in the desk that both had before is added.
    Adopt {
        /// What the other wrote.
        theirs: Vec<Thing>,
        /// What both had before.
        before: Vec<Thing>,
    },
    /// Everything is taken away; [`Action::Undo`] brings it back.
    Forget,
}

impl Desk {
    /// The things, oldest first.
    #[must_use]
    pub fn things(&self) -> &[Thing] {
        &self.things
    }

    /// The thing with this number.
    #[must_use]
    pub fn find(&self, id: ThingId) -> Option<&Thing> {
        self.things.iter().find(|thing| thing.id == id)
    }

    /// The first thing of this kind with these bytes.
    #[must_use]
    pub fn holding(&self, kind: Kind, bytes: &[u8]) -> Option<&Thing> {
        let is_it = |thing: &&Thing| thing.kind == kind && *thing.bytes == *bytes;
        self.things.iter().find(is_it)
    }

    /// The things as they are looked at: each with its public half, where that is
    /// here too and does not stand alone.
    pub fn entries(&self) -> impl Iterator<Item = (&Thing, Option<&Thing>)> {
        let half_of = |thing: &Thing, is_half: fn(Kind) -> bool| {
            let key = key_of(thing.kind, &thing.bytes)?;
            let is_it = |other: &&Thing| {
                is_half(other.kind) && key_of(other.kind, &other.bytes) == Some(key)
            };
            self.things.iter().find(is_it)
        };
        let is_public: fn(Kind) -> bool = |kind| matches!(kind, Kind::PublicKey(_));
        let is_private: fn(Kind) -> bool = |kind| matches!(kind, Kind::PrivateKey(_));
        self.things.iter().filter_map(move |thing| {
            if is_public(thing.kind) && half_of(thing, is_private).is_some() {
                return None;
            }
            let is_whole = is_private(thing.kind);
            Some((thing, is_whole.then(|| half_of(thing, is_public)).flatten()))
        })
    }

    /// What [`Action::Undo`] would bring back.
    #[must_use]
    pub fn deleted(&self) -> Vec<&Thing> {
        self.bin.iter().map(|(_, thing)| thing).collect()
    }

    /// The things that were made from this one.
    pub fn made_of(&self, id: ThingId) -> impl Iterator<Item = &Thing> {
        self.things
            .iter()
            .filter(move |thing| thing.made_from.contains(&id))
    }

    /// The desk after something happened.
    #[must_use]
    pub fn after(&self, action: Action) -> Self {
        let mut desk = self.clone();
        match action {
            Action::Keep(batch) => desk.keep(batch),
            Action::Rename(id, name) => {
                let name = name.trim();
                if let Some(thing) = desk.things.iter_mut().find(|thing| thing.id == id)
                    && !name.is_empty()
                {
                    thing.name = name.chars().take(80).collect();
                }
            }
            Action::Delete(id) => {
                if let Some(index) = desk.things.iter().position(|thing| thing.id == id) {
                    desk.bin = vec![(index, desk.things.remove(index))];
                }
            }
            Action::Undo => {
                for (index, thing) in std::mem::take(&mut desk.bin) {
                    desk.things.insert(index.min(desk.things.len()), thing);
                }
            }
            Action::Load(things, wanted) => desk.load(things, |id| wanted.contains(&id)),
            Action::Adopt { theirs, before } => desk.adopt(theirs, &before),
            // An empty desk has nothing to forget, and keeps what Undo brings back.
            Action::Forget if desk.things.is_empty() => {}
            Action::Forget => desk.bin = desk.things.drain(..).enumerate().collect(),
        }
        desk
    }

    fn keep(&mut self, batch: Batch) {
        let mut placed: Vec<Option<ThingId>> = Vec::new();
        let mut origins = Vec::new();
        let number = self.number_of(&batch);
        for (index, draft) in batch.drafts.into_iter().enumerate() {
            let here = self.holding(draft.kind, &draft.bytes);
            if here.is_some() || batch.left_out.contains(&index) {
                placed.push(here.map(|thing| thing.id));
                continue;
            }
            self.last += 1;
            let id = ThingId(self.last);
            placed.push(Some(id));
            origins.push((id, draft.made_from));
            let name = self.free_name(&numbered(&draft.name, number));
            self.things.push(Thing {
                id,
                name,
                kind: draft.kind,
                bytes: draft.bytes,
                made_by: batch.made_by.clone(),
                made_from: Vec::new(),
                made_at: batch.made_at,
                demonstration: draft.demonstration,
            });
        }
        // A draft may come from one that stands after it, so origins are last.
        for (id, from) in origins {
            let made_from = from
                .into_iter()
                .filter_map(|origin| match origin {
                    Origin::Input(index) => batch.inputs.get(index as usize).copied().flatten(),
                    Origin::Sibling(index) => placed.get(index as usize).copied().flatten(),
                })
                .collect();
            if let Some(thing) = self.things.iter_mut().find(|thing| thing.id == id) {
                thing.made_from = made_from;
            }
        }
    }

    /// Adds those of these things that `wanted` says, each under a number of
    /// its own; what is here already stays one. What the added ones were made
    /// from is found again where it is added too or was here before.
    fn load(&mut self, things: Vec<Thing>, wanted: impl Fn(ThingId) -> bool) {
        let mut known: Vec<(ThingId, ThingId)> = Vec::new();
        let mut new: Vec<ThingId> = Vec::new();
        for thing in &things {
            if let Some(here) = self.holding(thing.kind, &thing.bytes) {
                known.push((thing.id, here.id));
            } else if wanted(thing.id) {
                self.last += 1;
                known.push((thing.id, ThingId(self.last)));
                new.push(thing.id);
            }
        }
        let now = |old: ThingId| {
            let found = known.iter().find(|(from, _)| *from == old);
            found.map(|(_, to)| *to)
        };
        for mut thing in things {
            if new.contains(&thing.id)
                && let Some(id) = now(thing.id)
            {
                thing.id = id;
                thing.made_from = thing.made_from.into_iter().filter_map(now).collect();
                self.things.push(thing);
            }
        }
    }

    fn adopt(&mut self, theirs: Vec<Thing>, before: &[Thing]) {
        let greatest = theirs.iter().map(|thing| thing.id.0).max().unwrap_or(0);
        self.last = self.last.max(greatest);
        let mine = std::mem::replace(&mut self.things, theirs);
        let old: Vec<ThingId> = mine
            .iter()
            .filter(|thing| before.iter().any(|before| before.is_same(thing)))
            .map(|thing| thing.id)
            .collect();
        self.load(mine, |id| !old.contains(&id));
    }

    /// The number that the new ones of these drafts get, so that what was made
    /// together is called alike: one where their names are free as they are.
    fn number_of(&self, batch: &Batch) -> u32 {
        let new = || {
            let is_new = |(index, draft): &(usize, &Draft)| {
                !batch.left_out.contains(index) && self.holding(draft.kind, &draft.bytes).is_none()
            };
            let new = batch.drafts.iter().enumerate().filter(is_new);
            new.map(|(_, draft)| draft)
        };
        let are_free = |number: &u32| new().all(|draft| !self.has(&numbered(&draft.name, *number)));
        (1..).find(are_free).unwrap_or(1)
    }

    /// The name, or the next one with a number when it is taken.
    fn free_name(&self, name: &str) -> String {
        let names = (1..).map(|number| numbered(name, number));
        let mut free = names.filter(|name| !self.has(name));
        free.next().unwrap_or_default()
    }

    /// Whether a thing has this name.
    fn has(&self, name: &str) -> bool {
        self.things.iter().any(|thing| thing.name == name)
    }
}

/// A name as it is, or from two on with another number at its end.
fn numbered(name: &str, number: u32) -> String {
    if number < 2 {
        return name.to_owned();
    }
    let bare = match name.rsplit_once(' ') {
        Some((bare, old)) if old.parse::<u32>().is_ok() => bare,
        _ => name,
    };
    format!("{bare} {number}")
}

#[cfg(test)]
mod tests {
    use super::super::KeyKind;
    use super::*;

    fn draft(name: &str, byte: u8, made_from: Vec<Origin>) -> Draft {
        Draft {
            name: name.into(),
            kind: Kind::PrivateKey(KeyKind::Rsa),
            bytes: vec![byte].into(),
            made_from,
            demonstration: false,
        }
    }

    fn batch(drafts: Vec<Draft>, inputs: Vec<Option<ThingId>>) -> Action {
        Action::Keep(Batch {
            made_by: "test".into(),
            made_at: 0,
            left_out: Vec::new(),
            drafts,
            inputs,
        })
    }

    #[test]
    fn things_know_what_they_were_made_from() {
        let desk = Desk::default().after(batch(
            vec![
                draft("key", 1, vec![]),
                draft("request", 2, vec![Origin::Sibling(0)]),
            ],
            vec![],
        ));
        let key = desk.things()[0].id;
        assert_eq!(desk.things()[1].made_from, [key]);
        let desk = desk.after(batch(
            vec![draft("cert", 3, vec![Origin::Input(1)])],
            vec![None, Some(key)],
        ));
        assert_eq!(desk.made_of(key).count(), 2);
    }

    #[test]
    fn the_same_bytes_are_kept_once_and_names_stay_apart() {
        let desk = Desk::default()
            .after(batch(vec![draft("key", 1, vec![])], vec![]))
            .after(batch(vec![draft("key", 1, vec![])], vec![]))
            .after(batch(vec![draft("key", 2, vec![])], vec![]));
        let names: Vec<_> = desk
            .things()
            .iter()
            .map(|thing| thing.name.as_str())
            .collect();
        assert_eq!(names, ["key", "key 2"]);
    }

    #[test]
    fn what_is_left_out_is_not_kept() {
        let drafts = vec![
            draft("key", 1, vec![]),
            draft("half", 2, vec![Origin::Sibling(0)]),
        ];
        let of = |left_out| {
            Desk::default().after(Action::Keep(Batch {
                made_by: "test".into(),
                made_at: 0,
                left_out,
                drafts: drafts.clone(),
                inputs: Vec::new(),
            }))
        };
        let key = of(vec![1]);
        assert_eq!(key.things().len(), 1);
        assert_eq!(key.things()[0].name, "key");
        let half = of(vec![0]);
        assert_eq!(half.things()[0].name, "half");
        assert!(half.things()[0].made_from.is_empty());
    }

    #[test]
    fn what_was_made_together_has_one_number() {
        let pair = |first: u8| {
            let drafts = vec![
                draft("key", first, vec![]),
                draft("root", first + 1, vec![]),
            ];
            batch(drafts, vec![])
        };
        let desk = Desk::default().after(batch(vec![draft("key", 1, vec![])], vec![]));
        let desk = desk.after(pair(2)).after(pair(4));
        let more = desk.after(batch(vec![draft("root 2", 6, vec![])], vec![]));
        let names: Vec<_> = more.things().iter().map(|thing| &*thing.name).collect();
        assert_eq!(
            names,
            ["key", "key 2", "root 2", "key 3", "root 3", "root 4"]
        );
        // Two of a batch with the same name are told apart all the same.
        let twins = vec![draft("a", 1, vec![]), draft("a", 2, vec![])];
        let desk = Desk::default().after(batch(twins, vec![]));
        assert_eq!(desk.things()[1].name, "a 2");
    }

    #[test]
    fn a_deletion_can_be_taken_back() {
        let desk = Desk::default().after(batch(
            vec![draft("a", 1, vec![]), draft("b", 2, vec![])],
            vec![],
        ));
        let gone = desk.after(Action::Delete(desk.things()[0].id));
        assert_eq!(gone.things().len(), 1);
        assert_eq!(gone.deleted()[0].name, "a");
        assert_eq!(gone.after(Action::Undo).things(), desk.things());
        let forgotten = desk.after(Action::Forget);
        assert!(forgotten.things().is_empty());
        assert_eq!(forgotten.deleted().len(), 2);
        // Numbers go on, so that nothing old is taken for something new.
        let more = forgotten.after(batch(vec![draft("c", 3, vec![])], vec![]));
        assert_eq!(more.after(Action::Undo).things().len(), 3);
        for desk_again in [&forgotten, &forgotten.after(Action::Forget)] {
            let back = desk_again.after(Action::Undo);
            assert_eq!(back.things(), desk.things());
            assert!(back.deleted().is_empty());
        }
    }

    fn two() -> Desk {
        Desk::default().after(batch(
            vec![
                draft("a", 1, vec![]),
                draft("b", 2, vec![Origin::Sibling(0)]),
            ],
            vec![],
        ))
    }

    fn load(file: &Desk, wanted: &[usize]) -> Action {
        let things = file.things().to_vec();
        let wanted = wanted.iter().map(|index| things[*index].id).collect();
        Action::Load(things, wanted)
    }

    #[test]
    fn loading_renumbers_and_loses_nothing() {
        let file = two();
        let other = Desk::default().after(batch(vec![draft("c", 3, vec![])], vec![]));
        let both = other.after(load(&file, &[0, 1]));
        assert_eq!(both.things().len(), 3);
        assert_eq!(both.things()[2].made_from, [both.things()[1].id]);
        let mut ids: Vec<_> = both.things().iter().map(|thing| thing.id).collect();
        ids.dedup();
        assert_eq!(ids.len(), 3);
        assert!(both.after(Action::Forget).things().is_empty());
        assert_eq!(both.after(load(&file, &[0, 1])).things(), both.things());
    }

    #[test]
    fn a_part_of_a_file_finds_what_it_was_made_from() {
        let file = two();
        let b = Desk::default().after(load(&file, &[1]));
        assert_eq!(b.things().len(), 1);
        assert!(b.things()[0].made_from.is_empty());
        let other = Desk::default()
            .after(batch(vec![draft("c", 3, vec![])], vec![]))
            .after(load(&file, &[0]))
            .after(load(&file, &[1]));
        assert_eq!(other.things()[2].made_from, [other.things()[1].id]);
    }

    #[test]
    fn what_another_page_wrote_is_taken_over_and_nothing_of_ours_is_lost() {
        let before = two();
        let adopt = |mine: &Desk, theirs: &Desk| {
            mine.after(Action::Adopt {
                theirs: theirs.things().to_vec(),
                before: before.things().to_vec(),
            })
        };
        let theirs = before.after(Action::Delete(before.things()[0].id));
        assert_eq!(adopt(&before, &theirs).things(), theirs.things());
        // Both made something at the same moment, under the same number.
        let theirs = theirs.after(batch(vec![draft("c", 3, vec![])], vec![]));
        let b = before.things()[1].id;
        let mine = before.after(batch(
            vec![draft("d", 4, vec![Origin::Input(0)])],
            vec![Some(b)],
        ));
        let merged = adopt(&mine, &theirs);
        let names: Vec<_> = merged
            .things()
            .iter()
            .map(|thing| thing.name.as_str())
            .collect();
        assert_eq!(names, ["b", "c", "d"]);
        assert_eq!(merged.things()[2].made_from, [b]);
        assert_ne!(merged.things()[2].id, merged.things()[1].id);
        assert_eq!(adopt(&merged, &merged), merged);
    }

    #[test]
    fn empty_names_change_nothing() {
        let desk = Desk::default().after(batch(vec![draft("a", 1, vec![])], vec![]));
        let id = desk.things()[0].id;
        assert_eq!(
            desk.after(Action::Rename(id, "  ".into())).things()[0].name,
            "a"
        );
        assert_eq!(
            desk.after(Action::Rename(id, " x ".into())).things()[0].name,
            "x"
        );
    }
}
