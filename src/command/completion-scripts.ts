export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const
export type Shell = (typeof SHELLS)[number]

/** What a shell has to be told, once: it asks the program itself, which knows its commands and the project's databases. */
export const completionScript = (shell: Shell, bin: string): string => SCRIPTS[shell](bin)

const SCRIPTS: Readonly<Record<Shell, (bin: string) => string>> = {
  bash: (bin) => `# ${bin} completion bash >> ~/.bashrc
_${bin}_complete() {
  local IFS=$'\\n'
  COMPREPLY=($(${bin} completion --complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _${bin}_complete ${bin}
`,
  zsh: (bin) => `#compdef ${bin}
# ${bin} completion zsh > a file called _${bin} in a folder of $fpath; or: source <(${bin} completion zsh)
_${bin}() {
  local -a candidates
  candidates=("\${(@f)$(${bin} completion --complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  [[ -n "$candidates" ]] && compadd -a candidates || _files
}
(( $+functions[compdef] )) && compdef _${bin} ${bin}
`,
  fish: (bin) => `# ${bin} completion fish > ~/.config/fish/completions/${bin}.fish
function __${bin}_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l candidates (${bin} completion --complete -- $words[2..-1] 2>/dev/null)
    if set -q candidates[1]
        printf '%s\\n' $candidates
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c ${bin} -f -a '(__${bin}_complete)'
`,
  powershell: (bin) => `# ${bin} completion powershell >> $PROFILE
Register-ArgumentCompleter -Native -CommandName ${bin} -ScriptBlock {
    param($word, $ast, $cursor)
    $words = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    if (-not $word) { $words += '' }
    & ${bin} completion --complete '--' @words 2>$null | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
`,
}
