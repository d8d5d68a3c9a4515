//! The page's side: a pool of workers.
//!
//! Each worker belongs to a wing and runs one job at a time. A job is cancelled
//! by ending its worker; a worker that dies takes nothing along but its job.
//! New workers start when there is work for them.
//!
//! A run that comes to a task for several workers ends there; the pool hands
//! the parts of the task to those that have nothing else to do, passes on what
//! they tell each other, and after the last part starts the run again.

mod early;
mod script;

use super::message::{Answer, Ask, Order, Reply, Request, decode, encode};
use crate::engine::diagnosis::{Cause, Diagnosis};
use crate::engine::task::{CompletedTask, Finding, Task};
use crate::engine::trace::Report;
use crate::units::Wing;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker};

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
    /// How many workers may be busy at once.
    most: usize,
    last: u32,
    waiting: VecDeque<Job>,
    seats: Vec<Seat>,
    pending: Vec<Pending>,
}

/// Who is told what a worker says, and which tasks were done for the job.
type Listener = Rc<dyn Fn(JobId, Answer, &[CompletedTask])>;

struct Job {
    wing: Wing,
    request: Request,
    listener: Listener,
    /// The last reports of the parts of its task: they are told with the next
    /// ones, or with the end, so that no answer waits for their drawing.
    late: Vec<Report>,
}

/// A run that waits for a task.
struct Pending {
    job: Job,
    joined: CompletedTask,
    /// How many parts are still out.
    out: usize,
}

struct Seat {
    number: u32,
    wing: Wing,
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
    /// A pool of workers, of which at most so many are busy at once. None is
    /// started yet.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self {
            inner: Rc::new(RefCell::new(Inner {
                most: most.max(1),
                last: 0,
                waiting: VecDeque::new(),
                seats: Vec::new(),
                pending: Vec::new(),
            })),
        }
    }

    /// Queues a job, given the tasks that were done for an earlier run of it.
    /// `listener` hears reports as they come and last, exactly once,
    /// [`Answer::Done`], [`Answer::Steps`] or [`Answer::Served`], unless the job
    /// is cancelled.
    pub fn start(
        &self,
        ask: Ask,
        known: Vec<CompletedTask>,
        listener: impl Fn(JobId, Answer, &[CompletedTask]) + 'static,
    ) -> JobId {
        let mut inner = self.inner.borrow_mut();
        inner.last += 1;
        let id = inner.last;
        let (wing, request) = (ask.wing(), Request { id, ask, known });
        let listener: Listener = Rc::new(listener);
        match wing {
            Some(wing) => inner.waiting.push_back(Job {
                wing,
                request,
                listener,
                late: Vec::new(),
            }),
            None => {
                let diagnosis = Diagnosis::bug("no worker can do this");
                let answer = lost(&request.ask, diagnosis);
                wasm_bindgen_futures::spawn_local(async move {
                    if let Some(answer) = answer {
                        listener(JobId(id), answer, &[]);
                    }
                });
            }
        }
        // Later, so that nobody is told of a job whose number they do not have.
        let pool = self.clone();
        wasm_bindgen_futures::spawn_local(async move { pool.next() });
        JobId(id)
    }

    /// Takes the runs of a unit back: out of the queue, or by ending the
    /// worker. Runs that only show steps of an earlier one go on.
    pub fn stop(&self, unit: &str) {
        {
            let mut inner = self.inner.borrow_mut();
            let runs = inner.runs_of(unit);
            let is_it = |request: &Request| runs.contains(&request.id);
            inner.waiting.retain(|job| !is_it(&job.request));
            inner.pending.retain(|pending| !is_it(&pending.job.request));
            inner.dismiss(is_it);
        }
        self.next();
    }

    /// Ends all workers, with what they do and what waits.
    pub fn end(&self) {
        let mut inner = self.inner.borrow_mut();
        inner.waiting.clear();
        inner.pending.clear();
        inner.seats.clear();
    }

    /// Hands waiting jobs to free workers.
    fn next(&self) {
        loop {
            let failed = {
                let mut inner = self.inner.borrow_mut();
                if inner.busy() >= inner.most {
                    return;
                }
                let Some(job) = inner.waiting.pop_front() else {
                    return;
                };
                let is_there = |seat: &Seat| seat.wing == job.wing;
                let free = |seat: &Seat| seat.job.is_none() && is_there(seat);
                if early::is_offline()
                    && !inner.seats.iter().any(free)
                    && inner.seats.iter().any(is_there)
                {
                    // Another would not come; the one that is there will be free.
                    inner.waiting.push_front(job);
                    return;
                }
                let started = match inner.seats.iter().position(free) {
                    Some(index) => Ok(index),
                    None => self.seat(&mut inner, job.wing),
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
                self.lost(&job, dead(&why));
            }
        }
    }

    /// Starts a worker and returns its place.
    fn seat(&self, inner: &mut Inner, wing: Wing) -> Result<usize, String> {
        let worker = script::worker(wing).map_err(|error| {
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
            wing,
            worker,
            job: None,
            _on_message: on_message,
            _on_error: on_error,
        });
        Ok(inner.seats.len() - 1)
    }

    fn heard(&self, number: u32, event: &MessageEvent) {
        let data = event.data();
        if let Some(percent) = data.as_f64() {
            self.loading(number, percent);
            return;
        }
        // As it is: a constructor would copy it first.
        let bytes = data.unchecked_into::<js_sys::Uint8Array>().to_vec();
        let told = {
            let mut inner = self.inner.borrow_mut();
            let Some(seat) = inner.seats.iter_mut().find(|seat| seat.number == number) else {
                return;
            };
            let reply = decode::<Reply>(&bytes).unwrap_or_else(|error| Reply {
                id: seat.job.as_ref().map_or(0, |job| job.request.id),
                answer: Answer::Done(Err(Box::new(
                    Diagnosis::bug(format!("a reply was damaged: {error}")).into(),
                ))),
            });
            let Some(mut job) = seat.job.take_if(|job| job.request.id == reply.id) else {
                return;
            };
            match reply.answer {
                Answer::Reports(reports) => {
                    let listener = job.listener.clone();
                    let mut all = std::mem::take(&mut job.late);
                    seat.job = Some(job);
                    all.extend(inner.late(reply.id));
                    all.extend(reports);
                    Some((listener, Answer::Reports(all), Vec::new(), Vec::new()))
                }
                Answer::News(news) => {
                    seat.job = Some(job);
                    inner.relay(number, reply.id, news);
                    return;
                }
                Answer::Pending(task) => {
                    inner.part(job, task);
                    None
                }
                Answer::Found(finding, reports) => {
                    inner.found(reply.id, Some(finding), reports);
                    None
                }
                // A part that went wrong is lost like one whose worker died.
                Answer::Done(_) if matches!(job.request.ask, Ask::Part { .. }) => {
                    inner.found(reply.id, None, Vec::new());
                    inner.seats.retain(|seat| seat.number != number);
                    None
                }
                answer => {
                    if is_bug(&answer) {
                        // After a bug the worker's memory cannot be relied on.
                        inner.seats.retain(|seat| seat.number != number);
                    }
                    Some((job.listener, answer, job.request.known, job.late))
                }
            }
            .map(|told| (JobId(reply.id), told))
        };
        // First, so that the workers do not wait for what is drawn.
        self.next();
        if let Some((id, (listener, answer, known, late))) = told {
            if !late.is_empty() {
                listener(id, Answer::Reports(late), &[]);
            }
            listener(id, answer, &known);
        }
    }

    /// A worker died: its job is told, and whoever waits gets another worker.
    fn died(&self, number: u32, event: &web_sys::Event) {
        let seat = {
            let mut inner = self.inner.borrow_mut();
            let found = inner.seats.iter().position(|seat| seat.number == number);
            found.map(|index| inner.seats.swap_remove(index))
        };
        let diagnosis = early::why_it_died(message(event).as_deref());
        if let Some(job) = seat.and_then(|mut seat| seat.job.take()) {
            self.lost(&job, diagnosis);
        }
        self.next();
    }
}

impl Pool {
    /// A job will not be done. A lost part of a task is nobody's loss: the run
    /// does itself what it finds undone.
    fn lost(&self, job: &Job, diagnosis: Diagnosis) {
        match lost(&job.request.ask, diagnosis) {
            Some(answer) => (job.listener)(JobId(job.request.id), answer, &[]),
            None => self
                .inner
                .borrow_mut()
                .found(job.request.id, None, Vec::new()),
        }
    }
}

/// What is told of a job that will not be done; `None` where nobody asked for
/// it as such.
fn lost(ask: &Ask, diagnosis: Diagnosis) -> Option<Answer> {
    match ask {
        Ask::Nothing | Ask::Part { .. } => None,
        Ask::Output(_) => Some(Answer::Done(Err(Box::new(diagnosis.into())))),
        Ask::Steps(..) => Some(Answer::Steps(Err(diagnosis))),
        Ask::Serve(_) => Some(Answer::Served(Err(diagnosis))),
    }
}

impl Inner {
    /// The runs of a unit, by the numbers of their jobs; those that only show
    /// steps of an earlier one are left out.
    fn runs_of(&self, unit: &str) -> Vec<u32> {
        let busy = self.seats.iter().filter_map(|seat| seat.job.as_ref());
        let pending = self.pending.iter().map(|pending| &pending.job);
        let all = self.waiting.iter().chain(busy).chain(pending);
        let is_it = |job: &&Job| matches!(&job.request.ask, Ask::Output(run) if run.unit == unit);
        all.filter(is_it).map(|job| job.request.id).collect()
    }

    fn busy(&self) -> usize {
        self.seats.iter().filter(|seat| seat.job.is_some()).count()
    }

    /// Parts the task that a run asked for among the workers that have nothing
    /// else to do; its own is one of them.
    fn part(&mut self, job: Job, task: Task) {
        let mut parts = self.most.saturating_sub(self.busy());
        if early::is_offline() {
            let free = |seat: &&Seat| seat.job.is_none() && seat.wing == job.wing;
            parts = parts.min(self.seats.iter().filter(free).count());
        }
        let parts = parts.max(1);
        for number in (0..parts).rev() {
            let ask = Ask::Part {
                task: task.clone(),
                number: u32::try_from(number).unwrap_or(0),
                of: u32::try_from(parts).unwrap_or(1),
            };
            self.waiting.push_front(Job {
                wing: job.wing,
                request: Request {
                    id: job.request.id,
                    ask,
                    known: Vec::new(),
                },
                listener: job.listener.clone(),
                late: Vec::new(),
            });
        }
        self.pending.push(Pending {
            job,
            joined: CompletedTask {
                task,
                findings: Vec::new(),
            },
            out: parts,
        });
    }

    /// The reports that are to be told with the next ones of this job.
    fn late(&mut self, id: u32) -> Vec<Report> {
        let waiting = self.pending.iter_mut().map(|pending| &mut pending.job);
        let mut all = waiting.chain(&mut self.waiting);
        let job = all.find(|job| job.request.id == id && !job.late.is_empty());
        job.map(|job| std::mem::take(&mut job.late))
            .unwrap_or_default()
    }

    /// A part is done, or lost. After the last one the run begins again.
    fn found(&mut self, id: u32, finding: Option<Finding>, reports: Vec<Report>) {
        let is_it = |pending: &Pending| pending.job.request.id == id;
        let Some(index) = self.pending.iter().position(is_it) else {
            return;
        };
        if let Some(pending) = self.pending.get_mut(index) {
            pending.joined.findings.extend(finding);
            pending.job.late.extend(reports);
            pending.out -= 1;
            if pending.out > 0 {
                return;
            }
        }
        let Pending {
            mut job, joined, ..
        } = self.pending.swap_remove(index);
        job.request.known.push(joined);
        self.waiting.push_front(job);
    }

    /// Tells the others who work on a task what one has found.
    fn relay(&self, from: u32, id: u32, news: Vec<u8>) {
        let Ok(bytes) = encode(&Order::News { id, news }) else {
            return;
        };
        for seat in &self.seats {
            let is_in = seat.job.as_ref().is_some_and(|job| job.request.id == id);
            if is_in && seat.number != from {
                let array = js_sys::Uint8Array::from(&bytes[..]);
                // A worker that cannot be told only works for longer.
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
        Answer::Done(Err(refusal)) => refusal.diagnosis.cause == Cause::Bug,
        Answer::Steps(Err(diagnosis)) | Answer::Served(Err(diagnosis)) => {
            diagnosis.cause == Cause::Bug
        }
        _ => false,
    }
}

fn dead(why: &str) -> Diagnosis {
    Diagnosis::bug(format!("the worker that computed this stopped ({why})"))
        .help("Nothing else was lost; run it again and a new worker takes over.")
}
