SELECT x FROM keeps
