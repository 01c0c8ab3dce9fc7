//! El nombre de un plan: corto, se puede teclear, y reproduce lo mismo.

use std::fmt;
use std::str::FromStr;

use crate::fault::Fault;

/// Identifica un plan: quién dio cada paso en los puntos en que había elección,
/// qué fallo se provocó y una huella de lo que el programa hizo.
///
/// Se escribe `a3b2a-1f2e`: tres pasos del carril `a` (el primer proceso), dos
/// del `b`, uno del `a`; tras el guion, la huella con la que se comprueba que
/// al reproducirlo el programa hace lo mismo. Un `!` tras la letra es el reloj
/// de ese proceso (vence su alarma). Con fallo provocado,
/// `a3b2+fork:1:EAGAIN-1f2e`. Un plan del que no se vieron todos los pasos no tiene
/// huella, y acaba en `-xxxx`: al reproducirlo no hay con qué compararlos.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ScheduleId {
    pub(crate) choices: Vec<Choice>,
    pub(crate) fault: Option<Fault>,
    pub(crate) fingerprint: Option<u16>,
}

/// Lo que se escribe en lugar de la huella que no se tiene.
const NO_FINGERPRINT: &str = "xxxx";

/// Lo elegido en un punto con varias posibilidades.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Choice {
    pub lane: usize,
    /// Vence el reloj del proceso en vez de dar él su paso.
    pub timer: bool,
}

impl ScheduleId {
    /// El fallo que este plan provoca, si provoca alguno.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }
}

const LETTERS: &[u8; 52] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

impl fmt::Display for ScheduleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.choices.as_slice();
        if rest.is_empty() {
            f.write_str("0")?;
        }
        while let Some(&first) = rest.first() {
            let run = rest.iter().take_while(|&&choice| choice == first).count();
            rest = &rest[run..];
            match LETTERS.get(first.lane) {
                Some(&letter) => write!(f, "{}", letter as char)?,
                None => write!(f, "({})", first.lane)?,
            }
            if first.timer {
                f.write_str("!")?;
            }
            if run > 1 {
                write!(f, "{run}")?;
            }
        }
        if let Some(fault) = &self.fault {
            write!(f, "+{fault}")?;
        }
        match self.fingerprint {
            Some(fingerprint) => write!(f, "-{fingerprint:04x}"),
            None => write!(f, "-{NO_FINGERPRINT}"),
        }
    }
}

/// Por qué un texto no es el nombre de un plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseScheduleError(String);

impl fmt::Display for ParseScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ParseScheduleError {}

/// Ningún plan tiene más elecciones: acota lo que un texto malicioso reserva.
const MAX_CHOICES: usize = 1_000_000;

impl FromStr for ScheduleId {
    type Err = ParseScheduleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = |why: &str| {
            ParseScheduleError(format!(
                "«{text}» no es un plan: {why}. Los planes se copian del informe, por ejemplo a3b2a-1f2e"
            ))
        };
        let (body, fingerprint) = text
            .rsplit_once('-')
            .ok_or_else(|| wrong("falta el guion con la huella"))?;
        let fingerprint = match fingerprint {
            NO_FINGERPRINT => None,
            digits => Some(
                u16::from_str_radix(digits, 16)
                    .ok()
                    .filter(|_| digits.len() == 4)
                    .ok_or_else(|| wrong("la huella son cuatro cifras hexadecimales"))?,
            ),
        };
        let (body, fault) = match body.split_once('+') {
            Some((body, fault)) => {
                let fault = fault.parse().map_err(|why| wrong(&format!("{why}")))?;
                (body, Some(fault))
            }
            None => (body, None),
        };
        let choices = parse_choices(body).map_err(wrong)?;
        Ok(Self {
            choices,
            fault,
            fingerprint,
        })
    }
}

fn parse_choices(body: &str) -> Result<Vec<Choice>, &'static str> {
    let mut choices = Vec::new();
    if body == "0" {
        return Ok(choices);
    }
    let mut chars = body.chars().peekable();
    while let Some(head) = chars.next() {
        let lane = if head == '(' {
            let mut number = String::new();
            for digit in chars.by_ref().take_while(|&c| c != ')') {
                number.push(digit);
            }
            number
                .parse()
                .map_err(|_| "hay un número de carril ilegible")?
        } else {
            LETTERS
                .iter()
                .position(|&letter| letter as char == head)
                .ok_or("cada tramo empieza por la letra de un carril")?
        };
        let timer = chars.next_if_eq(&'!').is_some();
        let mut number = String::new();
        while let Some(digit) = chars.next_if(char::is_ascii_digit) {
            number.push(digit);
        }
        let run = if number.is_empty() {
            1
        } else {
            number.parse().map_err(|_| "un tramo es demasiado largo")?
        };
        if run == 0 || choices.len() + run > MAX_CHOICES {
            return Err("un tramo tiene una longitud imposible");
        }
        choices.extend(std::iter::repeat_n(Choice { lane, timer }, run));
    }
    if choices.is_empty() {
        return Err("está vacío");
    }
    Ok(choices)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lo_que_se_escribe_se_vuelve_a_leer() {
        for text in [
            "0-0000",
            "a2-xxxx",
            "a3b2a-1f2e",
            "ab!2(60)3Z-ffff",
            "a+fork:1:EAGAIN-0001",
        ] {
            let plan: ScheduleId = text.parse().expect("plan válido");
            assert_eq!(plan.to_string(), text);
        }
    }

    #[test]
    fn lo_que_no_es_un_plan_se_rechaza() {
        for text in [
            "",
            "a3",
            "a3-12",
            "?3-1234",
            "a0-1234",
            "-1234",
            "a+x-1234",
            "a9999999-1234",
        ] {
            assert!(text.parse::<ScheduleId>().is_err(), "{text}");
        }
    }
}
