//! How often components are drawn, which tests count.

#[cfg(test)]
use std::{cell::RefCell, collections::BTreeMap};

#[cfg(test)]
thread_local! {
    static TIMES: RefCell<BTreeMap<&'static str, u32>> = const { RefCell::new(BTreeMap::new()) };
}

/// Notes that a component is drawn. Outside of tests it does nothing.
#[cfg_attr(not(test), expect(unused_variables, reason = "nobody counts"))]
pub(in crate::ui) fn drawn(component: &'static str) {
    #[cfg(test)]
    TIMES.with_borrow_mut(|times| *times.entry(component).or_default() += 1);
}

/// What was drawn since this was last asked, and how often.
#[cfg(all(test, target_arch = "wasm32"))]
pub(in crate::ui) fn taken() -> Vec<(&'static str, u32)> {
    TIMES.take().into_iter().collect()
}
