//! Quién sigue cuando nadie lo ha decidido: órdenes sencillos y la reproducción
//! de un plan anotado.

use crate::error::Error;
use crate::explorer::Order;
use crate::schedule::Choice;
use crate::world::{Candidate, Chooser, Step};

/// Sigue el mismo mientras pueda; si cede o espera, el siguiente en rueda que
/// no ceda, y si todos ceden, el siguiente en rueda.
pub(crate) fn steady(options: &[Candidate], last: Option<Choice>) -> usize {
    if let Some(last) = last
        && let Some(place) = options
            .iter()
            .position(|option| option.choice == last && !option.yields)
    {
        return place;
    }
    in_turn(options, last)
}

/// El siguiente en rueda tras `last`, dejando para el final a los que ceden, después
/// los relojes y, cuando no hay otra cosa, a los que insisten.
pub(crate) fn in_turn(options: &[Candidate], last: Option<Choice>) -> usize {
    let from = last.map_or(0, |choice| choice.lane + 1);
    let rank = |option: &Candidate| {
        let lane = option.choice.lane;
        (
            option.insists,
            option.choice.timer,
            option.yields,
            lane < from,
            lane,
        )
    };
    (0..options.len())
        .min_by_key(|&place| rank(&options[place]))
        .unwrap_or(0)
}

/// Un orden fijo, sin búsqueda.
pub(crate) struct Fixed {
    order: Order,
}

impl Fixed {
    pub fn new(order: Order) -> Self {
        Self { order }
    }
}

impl Chooser for Fixed {
    fn choose(
        &mut self,
        options: &[Candidate],
        last: Option<Choice>,
    ) -> Result<Option<usize>, Error> {
        let busy = options
            .iter()
            .enumerate()
            .filter(|(_, option)| !option.yields);
        let place = match self.order {
            Order::ParentFirst => busy.min_by_key(|(_, option)| option.choice),
            Order::ChildFirst => busy.max_by_key(|(_, option)| option.choice),
        };
        Ok(Some(place.map_or_else(
            || in_turn(options, last),
            |(place, _)| place,
        )))
    }

    fn stepped(&mut self, _step: Step) {}
}

/// Anota lo elegido por otro en los puntos con varias posibilidades.
pub(crate) struct Recorder<'a> {
    pub inner: &'a mut dyn Chooser,
    pub choices: Vec<Choice>,
}

impl Chooser for Recorder<'_> {
    fn choose(
        &mut self,
        options: &[Candidate],
        last: Option<Choice>,
    ) -> Result<Option<usize>, Error> {
        let place = self.inner.choose(options, last)?;
        if let Some(place) = place
            && options.len() > 1
        {
            self.choices.push(options[place].choice);
        }
        Ok(place)
    }

    fn stepped(&mut self, step: Step) {
        self.inner.stepped(step);
    }
}

/// Reproduce elecciones anotadas; cuando se acaban, sigue [`steady`].
pub(crate) struct Replay<'a> {
    choices: &'a [Choice],
    taken: usize,
}

impl<'a> Replay<'a> {
    pub fn new(choices: &'a [Choice]) -> Self {
        Self { choices, taken: 0 }
    }

    /// Las elecciones que el programa no llegó a ofrecer.
    pub fn unused(&self) -> usize {
        self.choices.len() - self.taken
    }
}

impl Chooser for Replay<'_> {
    fn choose(
        &mut self,
        options: &[Candidate],
        last: Option<Choice>,
    ) -> Result<Option<usize>, Error> {
        if options.len() == 1 {
            return Ok(Some(0));
        }
        let Some(&wanted) = self.choices.get(self.taken) else {
            return Ok(Some(steady(options, last)));
        };
        self.taken += 1;
        let place = options.iter().position(|option| option.choice == wanted);
        place.map(Some).ok_or_else(|| {
            Error::ReplayDiverged(format!(
                "en la elección {} le tocaba al proceso {}, que aquí no puede moverse",
                self.taken, wanted.lane
            ))
        })
    }

    fn stepped(&mut self, _step: Step) {}
}
