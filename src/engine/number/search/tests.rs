#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may fail loudly"
)]

use super::*;
use crate::engine::number::kernel::{Kernel, Plain, Task as Power, Work};
use crate::engine::number::prime;
use crate::engine::rsa::{Audience, Order, PrivateKey, generate, generate_alone};
use crate::engine::task::{Asking, CompletedTask, Means, Partition, Task, TaskMessage};
use crate::engine::trace::Recorder;
use chacha20::ChaCha20Rng;
use rand::SeedableRng;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::task::Poll;

fn plan(bits: u32, e: u64, seed: u64) -> Plan {
    Plan::draw(bits, e, &mut ChaCha20Rng::seed_from_u64(seed))
}

fn alone(wanted: &PrimeRequirements<'_>, observer: &mut impl Observer) -> Result<BigInt, Error> {
    search(
        wanted,
        SearchFindings::default(),
        &mut Powers::default(),
        observer,
    )
}

fn p_of(plan: &Plan) -> PrimeRequirements<'static> {
    PrimeRequirements {
        symbol: "p",
        plan: plan.clone(),
        name: "p".into(),
        other: None,
    }
}

/// Plain, under a name, and counted.
struct CountingKernel(&'static str, Rc<Cell<u32>>);

impl Kernel for CountingKernel {
    fn name(&self) -> &'static str {
        self.0
    }

    fn run(&mut self, task: &mut Power, work: Work) -> bool {
        self.1.set(self.1.get() + 1);
        Plain.run(task, work)
    }
}

/// Powers by a kernel of this name, and how often it was asked.
fn counted(name: &'static str) -> (Powers, Rc<Cell<u32>>) {
    let count = Rc::new(Cell::new(0));
    (
        Powers::by(Box::new(CountingKernel(name, count.clone()))),
        count,
    )
}

/// Has a task done by so many workers, the last one first, so that its prime
/// may not be the first; each hears what the others before it have told.
fn done_by(task: &Task, of: u32, names: [&'static str; 2]) -> CompletedTask {
    let mut told: Vec<Vec<u8>> = Vec::new();
    let mut findings = Vec::new();
    let mut parts: Vec<Box<dyn Partition>> = (0..of)
        .map(|number| begin(task, number, of).unwrap())
        .collect();
    for (number, part) in parts.iter_mut().enumerate().rev() {
        let (mut powers, _) = counted(names[number % 2]);
        told.iter().for_each(|news| part.heed(news));
        while part.advance(&mut powers, &mut |said| {
            if let TaskMessage::News(news) = said {
                told.push(news);
            }
        }) {}
        findings.push(part.finish(&powers));
    }
    CompletedTask {
        task: task.clone(),
        findings,
    }
}

#[test]
fn any_number_of_workers_come_to_the_same_prime() {
    for (seed, of) in [(1, 1), (2, 2), (3, 3), (4, 7)] {
        let plan = plan(1024, 65_537, seed);
        let expected = alone(&p_of(&plan), &mut ()).unwrap();
        let asked = PrimeSearch {
            name: None,
            plan: plan.clone(),
        };
        let joined = done_by(&task(&[asked]), of, ["one", "other"]);
        let known = SearchFindings::of(&plan, &joined.findings);
        let mut recorder = Recorder::default();
        let (mut powers, count) = counted("this");
        let found = search(&p_of(&plan), known, &mut powers, &mut recorder).unwrap();
        assert_eq!(found, expected);
        // Nothing was searched again.
        assert_eq!(count.get(), 0);
        let trace = recorder.finish();
        assert!(trace.lies().is_empty());
        // All of them are named that had a part in it.
        let names = if of == 1 { "one." } else { "one, other." };
        let says = &trace.steps.kept[0].says;
        assert!(says.ends_with(&format!("Arithmetic: {names}")), "{says}");
        // Without some of it, the run does the rest itself.
        let half = SearchFindings::of(&plan, &joined.findings[..joined.findings.len() / 2]);
        let again = search(&p_of(&plan), half, &mut Powers::default(), &mut ());
        assert_eq!(again, Ok(expected));
    }
}

/// A key, given what was done before.
fn key(known: &[CompletedTask], powers: &mut Powers) -> Result<PrivateKey, Task> {
    let mut rngs = [1, 2].map(ChaCha20Rng::seed_from_u64);
    let [p, q] = &mut rngs;
    let order = Order {
        bits: 2048,
        e: BigInt::from(65_537),
        audience: Audience::Of("the root key"),
    };
    let mut helpers = Asking::knowing(known);
    let mut means = Means {
        helpers: &mut helpers,
        powers,
        credits: BTreeSet::new(),
    };
    match generate(&order, [p, q], &mut means, &mut ()) {
        Poll::Ready(key) => Ok(key.unwrap()),
        Poll::Pending => Err(helpers.asked.unwrap()),
    }
}

#[test]
fn a_run_asks_for_both_primes_at_once_and_never_searches_again() {
    let mut rngs = [1, 2].map(ChaCha20Rng::seed_from_u64);
    let [p, q] = &mut rngs;
    let expected = generate_alone(2048, &BigInt::from(65_537), p, q, &mut ()).unwrap();

    let task = key(&[], &mut Powers::default()).unwrap_err();
    let names: Vec<_> = searches(&task)
        .into_iter()
        .map(|asked| asked.name)
        .collect();
    assert_eq!(
        names,
        ["p of the root key", "q of the root key"].map(|name| Some(name.to_owned()))
    );
    let joined = done_by(&task, 2, ["one", "other"]);
    let (mut powers, count) = counted("this");
    assert_eq!(key(&[joined], &mut powers), Ok(expected.clone()));
    // The one power that tries whether the key works.
    assert_eq!(count.get(), 1);

    // If all helpers were lost, it does everything itself.
    let lost = CompletedTask {
        task,
        findings: Vec::new(),
    };
    assert_eq!(key(&[lost], &mut Powers::default()), Ok(expected));
}

#[test]
fn damaged_tasks_and_findings_say_nothing() {
    let damaged = || vec![0xff; 9].into();
    assert!(begin(&Task(damaged()), 0, 1).is_none());
    let plan = plan(512, 3, 1);
    let finding = crate::engine::task::Finding(damaged());
    assert_eq!(
        SearchFindings::of(&plan, &[finding]),
        SearchFindings::default()
    );
}

#[test]
fn a_search_tells_each_candidate_and_the_truth() {
    let e = BigInt::from(65537);
    for (seed, bits) in (0..200_u64)
        .map(|seed| (seed, 8 + u32::try_from(seed).unwrap() % 90))
        .chain([(1, 512), (2, 1024)])
    {
        let e = if bits < 40 {
            BigInt::from(5)
        } else {
            e.clone()
        };
        let mut fates = Vec::new();
        let mut hear = |report: Report| {
            if let Report::Candidate { fate, .. } = report {
                fates.push(fate);
            }
        };
        let mut recorder = Recorder::default().reporting(&mut hear);
        let wanted = PrimeRequirements {
            symbol: "p",
            plan: plan(bits, u64::try_from(&e).unwrap(), seed),
            name: "p".into(),
            other: None,
        };
        let p = alone(&wanted, &mut recorder).unwrap();
        let trace = recorder.finish();
        assert!(trace.lies().is_empty(), "{:?}", trace.lies());
        assert!(prime::is_prime(&p));
        assert_eq!(p.bits(), u64::from(bits));
        assert!(p.bit(u64::from(bits) - 2));
        assert!((p - 1_u32).gcd(&e).is_one());
        assert_eq!(
            trace.at("search-p").unwrap().inside.total as usize,
            fates.len()
        );
        assert_eq!(fates.iter().filter(|fate| **fate == Fate::Kept).count(), 1);
        assert_eq!(*fates.last().unwrap(), Fate::Kept);
    }
}

#[test]
fn too_few_bits_are_refused() {
    let wanted = PrimeRequirements {
        symbol: "p",
        plan: plan(7, 3, 0),
        name: "p".into(),
        other: None,
    };
    let result = alone(&wanted, &mut ());
    assert_eq!(
        result,
        Err(Error::TooFewBits {
            expected: 8,
            found: 7
        })
    );
}
