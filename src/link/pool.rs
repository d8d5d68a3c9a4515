//! The page's side: a pool of workers.
//!
//! Each worker runs one job at a time. A job is cancelled by ending its
//! worker; a worker that dies takes nothing along but its job. New workers
//! start when there is work for them.

use super::message::{Answer, Ask, Order, Parcel, Reply, Request, Sighting, decode, encode};
use crate::units::{Cause, Inputs, Trouble};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// The number of a job; never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct JobId(u32);

#[cfg(test)]
impl JobId {
    /// A number for a test of what follows from jobs.
    pub(crate) fn of(number: u32) -> Self {
        Self(number)
    }
}

/// A pool of workers. Clones share it.
#[derive(Clone)]
pub struct Pool {
    inner: Rc<RefCell<Inner>>,
}

struct Inner {
    /// The worker's script, with its version.
    script: String,
    most: usize,
    last: u32,
    waiting: VecDeque<Job>,
    seats: Vec<Seat>,
    packs: Vec<Pack>,
}

/// Who is told what a worker says.
type Tell = Rc<dyn Fn(JobId, Answer)>;

struct Job {
    request: Request,
    tell: Tell,
}

/// A run that waits for the hunts that it asked for.
struct Pack {
    job: Job,
    /// How many shares are still out.
    out: usize,
}

struct Seat {
    number: u32,
    worker: Worker,
    job: Option<Job>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl PartialEq for Pool {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

impl Pool {
    /// A pool of at most so many workers, which run this script. None is
    /// started yet.
    #[must_use]
    pub fn new(script: impl Into<String>, most: usize) -> Self {
        Self {
            inner: Rc::new(RefCell::new(Inner {
                script: script.into(),
                most: most.max(1),
                last: 0,
                waiting: VecDeque::new(),
                seats: Vec::new(),
                packs: Vec::new(),
            })),
        }
    }

    /// Queues a job. `tell` hears reports as they come and last, exactly
    /// once, [`Answer::Done`] or [`Answer::Steps`], unless the job is
    /// cancelled.
    pub fn start(
        &self,
        unit: &str,
        inputs: Inputs,
        ask: Ask,
        tell: impl Fn(JobId, Answer) + 'static,
    ) -> JobId {
        let id = {
            let mut inner = self.inner.borrow_mut();
            inner.last += 1;
            let id = inner.last;
            inner.waiting.push_back(Job {
                request: Request {
                    id,
                    unit: unit.to_owned(),
                    inputs,
                    ask,
                    asked: Vec::new(),
                    found: Vec::new(),
                },
                tell: Rc::new(tell),
            });
            id
        };
        // Later, so that nobody is told of a job whose number they do not have.
        let pool = self.clone();
        wasm_bindgen_futures::spawn_local(async move { pool.next() });
        JobId(id)
    }

    /// Takes the runs of a unit back: out of the queue, or by ending the
    /// worker. Runs that only show steps of an earlier one go on.
    pub fn stop(&self, unit: &str) {
        let is_it =
            |request: &Request| request.unit == unit && !matches!(request.ask, Ask::Steps(_));
        {
            let mut inner = self.inner.borrow_mut();
            inner.waiting.retain(|job| !is_it(&job.request));
            inner.packs.retain(|pack| !is_it(&pack.job.request));
            inner
                .seats
                .retain(|seat| seat.job.as_ref().is_none_or(|job| !is_it(&job.request)));
        }
        self.next();
    }

    /// Ends all workers, with what they do and what waits.
    pub fn end(&self) {
        let mut inner = self.inner.borrow_mut();
        inner.waiting.clear();
        inner.packs.clear();
        inner.seats.clear();
    }

    /// Hands waiting jobs to free workers.
    fn next(&self) {
        loop {
            let failed = {
                let mut inner = self.inner.borrow_mut();
                if inner.waiting.is_empty() {
                    return;
                }
                let free = inner.seats.iter().position(|seat| seat.job.is_none());
                let started = match free {
                    Some(index) => Ok(index),
                    None if inner.seats.len() < inner.most => self.seat(&mut inner),
                    None => return,
                };
                let Some(job) = inner.waiting.pop_front() else {
                    return;
                };
                match started.and_then(|index| send(&mut inner, index, &job)) {
                    Ok(seat) => {
                        seat.job = Some(job);
                        None
                    }
                    Err(why) => Some((job, why)),
                }
            };
            if let Some((job, why)) = failed {
                self.lost(&job, &why);
            }
        }
    }

    /// Starts a worker and returns its place.
    fn seat(&self, inner: &mut Inner) -> Result<usize, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&inner.script, &options).map_err(|error| {
            let why = message(&error).unwrap_or_default();
            format!("the browser could not start a worker: {why}")
        })?;
        inner.last += 1;
        let number = inner.last;
        let (heard, died) = (Rc::downgrade(&self.inner), Rc::downgrade(&self.inner));
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(pool) = revive(&heard) {
                pool.heard(number, &event);
            }
        });
        let on_error = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            if let Some(pool) = revive(&died) {
                event.prevent_default();
                pool.died(number, &event);
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        inner.seats.push(Seat {
            number,
            worker,
            job: None,
            _on_message: on_message,
            _on_error: on_error,
        });
        Ok(inner.seats.len() - 1)
    }

    fn heard(&self, number: u32, event: &MessageEvent) {
        // As it is: a constructor would copy it first.
        let bytes = event.data().unchecked_into::<js_sys::Uint8Array>().to_vec();
        let tell = {
            let mut inner = self.inner.borrow_mut();
            let Some(seat) = inner.seats.iter_mut().find(|seat| seat.number == number) else {
                return;
            };
            let reply = decode::<Reply>(&bytes).unwrap_or_else(|error| Reply {
                id: seat.job.as_ref().map_or(0, |job| job.request.id),
                answer: Answer::Done(Err(Trouble::bug(format!("a reply was damaged: {error}")))),
            });
            let Some(job) = seat.job.take_if(|job| job.request.id == reply.id) else {
                return;
            };
            match reply.answer {
                Answer::Reports(_) | Answer::Sighted(_) => {
                    let tell = job.tell.clone();
                    seat.job = Some(job);
                    if let Answer::Sighted(sighting) = reply.answer {
                        inner.relay(number, sighting);
                        return;
                    }
                    Some((tell, reply))
                }
                Answer::Asked(asked) => {
                    inner.share(job, asked);
                    None
                }
                Answer::Hunted(found, reports) => {
                    inner.brought(job.request.id, Some(found));
                    let answer = Answer::Reports(reports);
                    Some((job.tell, Reply { answer, ..reply }))
                }
                // A share that went wrong is lost like one whose worker died.
                Answer::Done(_) if matches!(job.request.ask, Ask::Hunt { .. }) => {
                    inner.brought(job.request.id, None);
                    inner.seats.retain(|seat| seat.number != number);
                    None
                }
                Answer::Done(_) | Answer::Steps(_) => Some((job.tell, reply)),
            }
        };
        if let Some((_, reply)) = &tell
            && is_bug(&reply.answer)
        {
            // After a bug the worker's memory cannot be relied on.
            let mut inner = self.inner.borrow_mut();
            inner.seats.retain(|seat| seat.number != number);
        }
        // First, so that the workers do not wait for what is drawn.
        self.next();
        if let Some((tell, reply)) = tell {
            tell(JobId(reply.id), reply.answer);
        }
    }

    /// A worker died: its job is told, and whoever waits gets another worker.
    fn died(&self, number: u32, event: &web_sys::Event) {
        let seat = {
            let mut inner = self.inner.borrow_mut();
            let found = inner.seats.iter().position(|seat| seat.number == number);
            found.map(|index| inner.seats.swap_remove(index))
        };
        // Not every error event carries a message: loading errors do not.
        let why = message(event).unwrap_or_else(|| "its program could not be loaded".into());
        if let Some(job) = seat.and_then(|mut seat| seat.job.take()) {
            self.lost(&job, &why);
        }
        self.next();
    }
}

impl Pool {
    /// A job will not be done. A lost share of a hunt is nobody's loss: the run
    /// does itself what it finds undone.
    fn lost(&self, job: &Job, why: &str) {
        let trouble = dead(why);
        let answer = match job.request.ask {
            Ask::Hunt { .. } => {
                let mut inner = self.inner.borrow_mut();
                inner.brought(job.request.id, None);
                return;
            }
            Ask::Output => Answer::Done(Err(trouble)),
            Ask::Steps(_) => Answer::Steps(Err(trouble)),
        };
        (job.tell)(JobId(job.request.id), answer);
    }
}

impl Inner {
    /// Shares the hunts that a run asked for among the workers that have
    /// nothing else to do; its own is one of them.
    fn share(&mut self, mut job: Job, asked: Parcel) {
        let busy = self.seats.iter().filter(|seat| seat.job.is_some()).count();
        let parts = self.most.saturating_sub(busy).max(1);
        for part in (0..parts).rev() {
            let ask = Ask::Hunt {
                asked: asked.clone(),
                part: u32::try_from(part).unwrap_or(0),
                parts: u32::try_from(parts).unwrap_or(1),
            };
            self.waiting.push_front(Job {
                request: Request {
                    id: job.request.id,
                    unit: job.request.unit.clone(),
                    inputs: Inputs::default(),
                    ask,
                    asked: Vec::new(),
                    found: Vec::new(),
                },
                tell: job.tell.clone(),
            });
        }
        job.request.asked.push(asked);
        self.packs.push(Pack { job, out: parts });
    }

    /// A share is done. After the last one the run begins again.
    fn brought(&mut self, id: u32, found: Option<Parcel>) {
        let Some(index) = self.packs.iter().position(|pack| pack.job.request.id == id) else {
            return;
        };
        if let Some(pack) = self.packs.get_mut(index) {
            pack.job.request.found.extend(found);
            pack.out -= 1;
            if pack.out > 0 {
                return;
            }
        }
        let pack = self.packs.swap_remove(index);
        self.waiting.push_front(pack.job);
    }

    /// Tells the others of the pack what one has found.
    fn relay(&self, from: u32, sighting: Sighting) {
        let Ok(bytes) = encode(&Order::Sighted(sighting)) else {
            return;
        };
        for seat in &self.seats {
            let is_in = seat
                .job
                .as_ref()
                .is_some_and(|job| job.request.id == sighting.id);
            if is_in && seat.number != from {
                let array = js_sys::Uint8Array::from(&bytes[..]);
                // A worker that cannot be told only hunts for longer.
                let _ = seat.worker.post_message(&array);
            }
        }
    }
}

/// What an error or its event says.
fn message(error: &JsValue) -> Option<String> {
    js_sys::Reflect::get(error, &"message".into())
        .ok()?
        .as_string()
}

fn revive(inner: &Weak<RefCell<Inner>>) -> Option<Pool> {
    inner.upgrade().map(|inner| Pool { inner })
}

/// Sends a job to the worker at this place.
fn send<'a>(inner: &'a mut Inner, index: usize, job: &Job) -> Result<&'a mut Seat, String> {
    let bytes = encode(&Order::Run(job.request.clone())).map_err(|error| error.to_string())?;
    let array = js_sys::Uint8Array::from(&bytes[..]);
    let seat = inner.seats.get_mut(index).ok_or("the worker is gone")?;
    let sent = seat.worker.post_message(&array);
    sent.map_err(|error| message(&error).unwrap_or_default())?;
    Ok(seat)
}

fn is_bug(answer: &Answer) -> bool {
    match answer {
        Answer::Done(Err(trouble)) | Answer::Steps(Err(trouble)) => trouble.cause == Cause::Bug,
        _ => false,
    }
}

fn dead(why: &str) -> Trouble {
    Trouble::bug(format!("the worker that computed this stopped ({why})"))
        .help("Nothing else was lost; run it again and a new worker takes over.")
}
