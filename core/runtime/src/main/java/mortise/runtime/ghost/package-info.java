/// A second account of a machine's memory, kept without any code of the families': who owns what,
/// what lies in which container, who is inside which section, who may still see what.
///
/// It is told by the machine what is allocated, accessed, exchanged and freed, and by data
/// ([Meaning], bound to every call site) what a call is meant to do. Where memory is not what the
/// account says, or is used against it, there is a [mortise.runtime.Violation].
///
/// | check | what is wrong |
/// | --- | --- |
/// | `use-after-free` | a program accesses what was given back |
/// | `outside-object` | an access where no memory is, or beyond an object's end |
/// | `special-field` | a program's plain access of a field that only functions may touch |
/// | `uninitialised-read` | of bytes that nobody wrote, where the semantics cares |
/// | `double-free` | given back twice |
/// | `free-while-held` | given back although somebody holds a reference |
/// | `grace-period` | given back while a reader may still look at it |
/// | `free-under-lock` | given back while somebody holds a lock in it |
/// | `leak` | owed at the end of a run, or left over at the end of everything |
/// | `not-owned` | given away or back by a run that does not owe it |
/// | `unguarded-access` | without the lock that guards it, or of what may only be looked at |
/// | `container-links` | links that are not what the operations on a container make |
/// | `container-content` | an operation gave another element than it should, or moved a wrong one |
/// | `claim-left` | a node stays reserved by a run that is over |
/// | `slot-object` | made where it may not be or where one is, or used where none is |
/// | `reference-count` | the number of references in memory and the true one |
/// | `section-exclusion` | two runs inside what excludes |
/// | `section-not-entered` | left without having been entered |
/// | `section-left-open` | open at the end of a run |
/// | `deadlock` | everybody waits, and nobody for something that can still come |
///
/// After the first violation the account is closed: what follows would be its aftermath.
@Export
@Version("0.1.0")
@NullMarked
package mortise.runtime.ghost;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
