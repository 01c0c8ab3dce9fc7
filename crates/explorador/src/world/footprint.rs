//! Qué toca cada paso: de aquí sale si dos pasos de procesos distintos se
//! pueden cambiar de orden sin que nada cambie.

use super::LaneId;

/// Algo que dos procesos pueden tocar a la vez.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Object {
    /// Los bytes `start..end` de una región compartida.
    Memory { region: usize, start: u64, end: u64 },
    /// Una tubería, un `eventfd`, un archivo abierto…
    File(usize),
    /// La cola de los que esperan en un futex.
    Futex { region: usize, offset: u64 },
    /// Cuántos tienen abierto un extremo de una tubería o enchufe, con qué
    /// permisos. Quien cierra el último lo cambia; los demás lo miran, porque el
    /// orden decide quién es el último.
    Holders { file: usize, rights: u32 },
    /// Que un proceso haya terminado.
    End(LaneId),
    /// Que a un proceso terminado lo haya recogido su padre: hasta entonces existe.
    Collected(LaneId),
    /// Los grupos y las sesiones de todos.
    Groups,
    /// Cuántos tienen conectada cada memoria System V.
    Attachments,
    /// Los enchufes que se encuentran por su nombre: no se sabe cuál va con cuál.
    Sockets,
    /// En qué orden tuvieron algo los descriptores que mira un `epoll`.
    ReadyList,
    /// Que un proceso esté parado o en marcha.
    Job(LaneId),
    /// Las señales que le llegan a un proceso: chocan con todo lo que él haga.
    SignalsOf(LaneId),
    /// Los nombres del sistema de archivos.
    Names,
    /// Lo que hay, no se sabe en qué archivo: cualquiera, o su nombre.
    AnyFile,
    /// Los cerrojos de archivo.
    Locks,
    /// Un objeto System V, por orden de aparición.
    SystemV(u64),
    /// La cuenta de las llamadas de las que una va a fallar: el orden decide a
    /// quién le toca.
    FaultCount,
}

/// Un objeto y si se cambia o solo se mira.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Mark {
    pub object: Object,
    pub write: bool,
}

/// Todo lo que un paso toca.
pub(crate) type Footprint = Vec<Mark>;

pub(crate) fn looks(object: Object) -> Mark {
    Mark {
        object,
        write: false,
    }
}

pub(crate) fn changes(object: Object) -> Mark {
    Mark {
        object,
        write: true,
    }
}

/// Añade a una huella lo que le falte de otra.
pub(crate) fn add(to: &mut Footprint, marks: &[Mark]) {
    for mark in marks {
        if !to.contains(mark) {
            to.push(*mark);
        }
    }
}

fn overlap(a: Object, b: Object) -> bool {
    match (a, b) {
        (
            Object::Memory {
                region: r1,
                start: s1,
                end: e1,
            },
            Object::Memory {
                region: r2,
                start: s2,
                end: e2,
            },
        ) => r1 == r2 && s1 < e2 && s2 < e1,
        (Object::AnyFile, Object::File(_) | Object::Names | Object::Sockets)
        | (Object::File(_) | Object::Names | Object::Sockets, Object::AnyFile) => true,
        _ => a == b,
    }
}

/// ¿Importa el orden entre un paso de `a` y otro de `b`?
pub(crate) fn conflict(a: (LaneId, &[Mark]), b: (LaneId, &[Mark])) -> bool {
    let signals = |marks: &[Mark], lane| {
        marks
            .iter()
            .any(|mark| mark.object == Object::SignalsOf(lane))
    };
    signals(a.1, b.0)
        || signals(b.1, a.0)
        || a.1.iter().any(|x| {
            b.1.iter()
                .any(|y| (x.write || y.write) && overlap(x.object, y.object))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(start: u64, end: u64) -> Object {
        Object::Memory {
            region: 0,
            start,
            end,
        }
    }

    #[test]
    fn solo_chocan_los_mismos_bytes_si_alguien_escribe() {
        let write = [changes(bytes(0, 4))];
        assert!(conflict((0, &write), (1, &[looks(bytes(3, 5))])));
        assert!(!conflict((0, &write), (1, &[looks(bytes(4, 8))])));
        assert!(!conflict(
            (0, &[looks(bytes(0, 4))]),
            (1, &[looks(bytes(0, 4))])
        ));
    }

    #[test]
    fn una_senal_choca_con_todo_lo_que_haga_quien_la_recibe() {
        let kill = [changes(Object::SignalsOf(1))];
        assert!(conflict((0, &kill), (1, &[])));
        assert!(!conflict((0, &kill), (2, &[])));
    }
}
