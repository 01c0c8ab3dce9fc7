//! Archivos: los que se nombran por su ruta, y los que además están proyectados en
//! memoria. Lo que se hace con ellos por un camino se nota por los otros.

use std::fs::Metadata;
use std::os::unix::fs::{FileTypeExt, MetadataExt};

use super::footprint::{Footprint, Mark, Object, changes};
use super::{LaneId, World};
use crate::calls::{Kind, Spec};
use crate::number::{bits, low_i32};

impl World<'_> {
    /// El archivo que esta llamada nombra por su ruta, si existe.
    fn file_named(&self, id: LaneId, spec: &Spec, args: [u64; 6]) -> Option<Metadata> {
        let (folder, place) = match spec.name {
            "open" | "creat" | "truncate" => (libc::AT_FDCWD, args[0]),
            "openat" => (low_i32(args[0]), args[1]),
            _ => return None,
        };
        let name = self.tracee(id).read_text(place, 4096).ok()?;
        let process = format!("/proc/{}", self.tracee(id).pid);
        let path = match (name.starts_with('/'), folder) {
            (true, _) => format!("{process}/root{name}"),
            (false, libc::AT_FDCWD) => format!("{process}/cwd/{name}"),
            (false, fd) => format!("{process}/fd/{fd}/{name}"),
        };
        std::fs::metadata(path).ok()
    }

    /// Va a abrir una tubería con nombre.
    pub(super) fn opens_fifo(&self, id: LaneId, spec: &Spec, args: [u64; 6]) -> bool {
        spec.kind == Kind::Open
            && self
                .file_named(id, spec, args)
                .is_some_and(|file| file.file_type().is_fifo())
    }

    /// El archivo que la llamada nombra, si le cambia algo más que el nombre: una
    /// tubería, que al abrirla se junta con quien la abra por el otro lado, o uno que se
    /// va a recortar.
    pub(super) fn mark_named(
        &mut self,
        id: LaneId,
        spec: &Spec,
        args: [u64; 6],
        marks: &mut Footprint,
    ) {
        let cuts = match spec.name {
            "open" => args[1] & bits(libc::O_TRUNC) != 0,
            "openat" => args[2] & bits(libc::O_TRUNC) != 0,
            "creat" | "truncate" => true,
            _ => false,
        };
        if let Some(file) = self.file_named(id, spec, args)
            && (cuts || file.file_type().is_fifo())
        {
            marks.push(changes(self.intern(file.dev(), file.ino())));
        }
    }

    /// Lo que se hace con un archivo se ve también en las regiones que lo proyectan: leer
    /// es mirarlas; recortarlo, o escribir en él, cambiarlas.
    pub(super) fn mark_mapped(&self, spec: &Spec, marks: &mut Footprint) {
        let write = !matches!(spec.kind, Kind::Read | Kind::Look | Kind::Seek);
        let mapped = |mark: &Mark| {
            let Object::File(place) = mark.object else {
                return None;
            };
            let file = Some(self.files[place]);
            let region = self
                .regions
                .iter()
                .position(|region| region.identity == file)?;
            let (start, end) = (0, u64::MAX);
            let object = Object::Memory { region, start, end };
            Some(Mark { object, write })
        };
        let more: Footprint = marks.iter().filter_map(mapped).collect();
        marks.extend(more);
    }
}
