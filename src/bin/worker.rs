//! The worker.

fn main() {
    padlock::link::serve();
}
